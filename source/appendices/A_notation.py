# %% [markdown]
r"""
# A · Which symbol means what, here and in the papers?

{badges}

| | |
|---|---|
| **You will be able to** | read any of the papers on the shelf with this course's symbols in mind, and carry their numbers over without a factor of two · look a term up, with its other names |
| **You need** | nothing; come here when a symbol puzzles you |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np

from utils.generative import schedules
from utils.generative.mixtures import bimodal
from utils.teaching.witness import witness

# %% [markdown]
r"""
## One convention

Every noising process of this course has the form

$$x_t = \alpha_t\,x_0 + \sigma_t\,\varepsilon, \qquad \varepsilon\sim N(0, I). \tag{A.1}$$

<!-- A.1: definition -->

$t = 0$ is data ($\alpha_0 = 1$, $\sigma_0 = 0$), $t = T$ is the last time; whether it is noise is the question of lecture 03.
Time runs **towards noise**.
A schedule is *discrete* when $t \in \{0, 1, \dots, T\}$, *continuous* when $t\in[0, T]$, and *variance preserving* when $\alpha_t^2 + \sigma_t^2 = 1$.

| symbol | name | unit, range | kind |
|---|---|---|---|
| $d$ | dimension of the data | number of coordinates | number |
| $x_0$ | data | data's unit; standardised unless said otherwise | random |
| $x_t$ | noised data | as $x_0$ | random |
| $\varepsilon$, $\varepsilon_t$ | standard Gaussian noise | none | random |
| $\alpha_t$ | signal coefficient | $[0, 1]$ | number |
| $\sigma_t$ | noise standard deviation | $\ge 0$ | number |
| $\beta_t$ | noise variance of step $t$ | $(0, 1)$; the last may be 1 | number |
| $\bar\alpha_t = \prod_{s\le t}(1-\beta_s)$ | signal power | $[0, 1]$ | number |
| $\alpha_{t\mid s}$, $\sigma_{t\mid s}$ | the same from time $s$ to $t$ | | number |
| $\operatorname{SNR}(t)$, $\lambda_t$ | signal-to-noise ratio $\alpha_t^2/\sigma_t^2$, its logarithm | none | number |
| $\hat\varepsilon$, $\hat x_0$ | predictions of $\varepsilon$ and $x_0$ | | function of $x_t$, $t$ |
| $\operatorname E$, $\operatorname{Var}$, $\operatorname{Cov}$ | expectation, variance, covariance | | |
| $\operatorname{KL}(q\,\|\,p)$, $\mathcal I(x; y)$ | Kullback–Leibler divergence, mutual information | nats | number |
| $W_2$ | Wasserstein-2 distance | data's unit | number |
| $F_t$ | cumulative distribution function of $q(x_t)$, $d = 1$ (but see appendix D's $F_t$ below) | $[0, 1]$ | |
| $\operatorname{sigmoid}(x)$ | $1/(1+e^{-x})$ | $(0, 1)$ | |
| $q$ | densities of the noising process | | |
| $p$ | densities of a model or sampler | | |
| $N(x; m, C)$ | Gaussian density at $x$ with mean $m$, covariance $C$ | | |
| $w_k, m_k, \Sigma_k$ | weights, means, covariances of a mixture | | |
| $G_T$, $L_T$ | prior gap and its bound | nats | number |
| $B$ | Brownian motion: $B_t - B_s\sim N(0, t-s)$ | $\sqrt{\text{time}}$ | random |
| $f(x, t)$, $g(t)$ | drift and diffusion coefficient of $dX = f\,dt + g\,dB$ | $x$/time, $x/\sqrt{\text{time}}$ | functions |
| $\Delta$ | a short time, the length of a step | time | number |
| $h$ | distance of neighbouring sites on the line (lecture 01) | $x$'s unit | number |
| $r$; $q_{ij}$ | rate of jumps each way; from site $i$ to $j\ne i$ (lecture 01) | 1/time | number |
| $K$, $c$; $N$, $k$; $r_\pm$, $\pi_k$; $\tilde q_{ji}$ | transitions at one ring of a clock of rate $c$; coins, heads; rates up and down, stationary probabilities; rates of the film played backwards (lecture 01) | none, 1/time; none; 1/time, none; 1/time | matrix; numbers |
| $\Delta_n$, $t_n$; $S$, $z_t$, $f(t)$, $s$; $v_i$, $v_{T,i}$ | how long step $n$ of a chain lasts in Ornstein–Uhlenbeck time, and all up to it (lecture 02); sigmoid and its argument, cosine schedule before division and its offset; variances along principal directions at $0$ and $T$ (lecture 03) | time; none; $x$'s unit squared | numbers |
| $D$ | diffusion constant $rh^2$: variance $2Dt$ | $x^2$/time | number |
| $P$ | probabilities of the sites, or shares of a population: $\dot P = Q^{\mathsf T}P$ | none | list of numbers |
| $Q$ | matrix of jump rates: $Q_{ij} = q_{ij}$ from $i$ to $j$, $Q_{ii} = -\sum_{j\ne i}q_{ij}$ | 1/time | matrix |
| $A$ | adjacency matrix: 1 for a tie, 0 for none | none | matrix |
| $L$ | graph Laplacian $\operatorname{diag}(\text{degrees}) - A$; not the losses $L_t$, which have an index | none; 1/time as a rate | matrix |
| $\lambda_k$, $u_k$ | eigenvalues $0 = \lambda_1\le\lambda_2\le\dots$ and eigenvectors of $L$; not the log-SNR $\lambda_t$ | as $L$ | numbers, vectors |
| $\mathbf 1$ | the list of ones | none | |
| $F_t, F_x, F_{xx}$ | in appendix D only: derivatives of a function $F(x, t)$ | | |
| $\tilde\mu$, $\tilde\sigma^2$, $\tilde\beta_t$ | mean and variance of $q(x_s\mid x_t, x_0)$ (lecture 04) | | |
| $r_k(x)$ | responsibility: probability that $x$ came from component $k$ | $[0, 1]$ | number |
| $H$ | entropy of the data | nats | number |
| $L_{t-1}$, $L_0$ | the other terms of the likelihood bound (lecture 05) | nats | number |
| $v$ | prediction $\alpha_t\varepsilon - \sigma_t x_0$ (over $\sqrt{\alpha_t^2+\sigma_t^2}$ where that is not 1); elsewhere a variance, where it says so | | |
| $s_t(x)$ | score $\nabla_x\log q(x_t = x)$; without argument $s < t$ is an earlier time | 1/unit of $x$ | vector |
| $C_t$ | constant between denoising and explicit score matching (lecture 06) | 1/unit² | number |
| $\eta$ | fresh noise in the reverse process: 0 deterministic, 1 as the chain (lectures 08, 09) | $\ge 0$ | number |
| $\kappa$ | standard deviation of the fresh noise of one step back (lectures 08, 12) | unit of $x$ | number |
| $u$, $y$ | $u = \sigma/\alpha$, $y = x/\alpha$: the coordinates of the solvers (lecture 10) | | number; random |
| $\ell$ | $\log(\alpha/\sigma) = \lambda/2$ (lecture 10) | none | number |
| $h$, $h'$; $\tau$, $J_k$, $b$ | length of the present and the former step in $\ell$; place in the step, $e^{-h}\int_0^h\tau^ke^\tau d\tau$, leading coefficient of the parabola (lecture 10) | none | numbers |
| $D(y, u)$, $\bar D$, $D_+$ | denoiser $\operatorname E[x_0\mid y_u = y]$, extrapolated to the middle of a step, at the predicted state (lecture 10); not the diffusion constant | as $x_0$ | function; vectors |
| $\mathrm{err}(n)$, $C$, $p$ | error after $n$ steps, $\approx Cn^{-p}$; $p$ the order (lecture 10) | as $y$ | numbers |
| $\rho$, $u_{\max}$, $u_{\min}$; $\gamma$, $z$ | exponent and ends of EDM's grid of noise levels; churn, its noise (lecture 10) | | numbers; $z$ random |
| $x_1$; $u$; $v(x, t)$, $F$ | the other end of a line, at time 1: noise, or a point of another law; velocity $x_1 - x_0$ of the line, and the mean of all that pass $x$ at $t$; a network of it (lecture 11) | as $x_0$ | random; functions |
| $C$, $C_{\text{flow}}$, $S$, $V$; $C_k$, $S_k$, $V_k$; $T(x_1)$ | transport cost of a coupling and of its flow's map, straightness, crossing; after $k$ reflows; where the flow takes $x_1$ (lecture 11) | square of $x_0$'s unit; as $x_0$ | numbers; function |
| $\pi$, $\pi^*$; $s$, $t'$; $\tau$, $c$ | a permutation of a batch, the cheapest; shift of the noise-to-signal ratio, the time after it; time of another schedule, and $\alpha_\tau+\sigma_\tau$ (lecture 11) | none | |
| $a_t$, $b_t$, $c_t$, $z$ | factors of an interpolant's two ends and of its noise (lecture 11) | none | numbers; $z$ random |
| $m$, $a_i$, $\lambda_i$, $c_i$; $k$, $x^{(k)}$, $y$ | mean, principal axes, their variances (not $\lambda_t$), coordinates of $x_0$; how many are kept, the picture they give, any picture in their plane (lecture 13) | as $x_0$; $\lambda_i$ its square | vectors; numbers; random |
| $\mathcal E$, $\mathcal D$; $b$, $s$, $z$; $\hat z$, $\hat x$, $L$ | encoder, decoder; mean and standard deviation of the codes, standardised code; a generated one and its picture, Lipschitz constant of decoding (lecture 13) | | functions; numbers, random |
| $A_t$, $S_t$; $\alpha_i$, $\sigma_i$; $c_a$, $c_b$ | diagonal matrices of signal and noise, one entry a coordinate; coarse and fine coordinates (lecture 13) | none, as $x_0$ | matrices; numbers; random |
| $h$, $\mu(x)$, $v(x)$, $\beta$, $\tau$; $R$, $\Delta$ | random code of a picture, its mean and variances, weight of the rate, standard deviation of the decoder's noise; rate in nats, error variance (lecture 13) | none; nats, as $\lambda_i$ | random; functions; numbers |
| $f(y, u)$, $y_{\min}$; $w$, $m$; $u_k$, $N$ | consistency function, the end of a path at level $u_{\min}$; levels below $u$; the levels of one path, how many steps they are (lecture 14) | as $x_0$; none | function, random; numbers |
| $f_\theta$, $F_\theta$, $\theta^-$; $\tilde x$; $z$, $z'$ | a network for it, with the network inside, and an average of its earlier weights; target of progressive distillation; noise of two levels, fresh noise (lecture 14) | as $x_0$; none | functions; random |
| $z_t$, $r$, $\bar v(z, r, t)$ | point of the flow's path at time $t$, an earlier time, average velocity between them (lecture 14) | as $x_0$; none | random; number; function |
| $c_{\text{in}}$, $c_{\text{skip}}$, $c_{\text{out}}$, $\sigma_d$ | EDM's scalings of a network; standard deviation of the data (lectures 07, 10, 14) | | numbers |
| $w$, $y$, $q_w$, $Z$; $D_c$, $D_u$, $D_w$, $s_c$, $s_u$ | strength of guidance (1: the condition alone), the condition, tilt $p(x\mid y)^wp(x)^{1-w}/Z$; denoisers and scores with the condition, without, guided (lecture 12) | none; as $x_0$ | numbers, functions |
| $v$, $V$, $A$, $r$; $R_t$, $\gamma_t$, $W$; $m_c$, $m_u$, $m_w$, $a$, $b$, $\delta_i$; $v_0$, $v_1$, $v_2$ | $\sigma^2$, variance of the particles, what solves (12.6), variable of an integral; Rényi factor, power of noised densities, weight of a particle; means of a step and its coefficients, $D_i-D_u$; variances of the truth, of a model, of a worse one (lecture 12) | | numbers, functions |
| $x_o$, $x_h$, $\zeta$, $h_t$, $r_t$; $m$, $\tilde m$ | observed and hidden coordinates, step of DPS, twist and its width; mean of a step, and after the push (lecture 12) | as $x_0$ | random, numbers |
| $z$, $q(z\mid x)$, $\mu$, $v$, $k$; $p$, $q$, $m$, $V(D)$, $D^*$, JSD | code of an autoencoder, its encoder's law with mean and variances, its size (elsewhere $k$ is a number of classes); densities of data and samples, their mean, value of a discriminator $D$, the best one, Jensen–Shannon divergence (lecture 16) | none; nats | random; numbers; functions |
| $f$, $g$; $a$, $b$, $b'$, $s$, $t$, $\odot$; $x_i$ | a flow and its inverse; halves of a picture, the second one moved, its log-scale and shift, product entry by entry; pixel $i$ (lecture 16) | as the data | functions; vectors |
| $h$, $P$, $U$, $u$; $m_i$, $\Sigma_i$, $\bar x$, $\hat s$; $w$, $r$ | width of a grey level, probability of a level, uniform law on its cell; means and covariances of features, sample mean and deviation; weight of a model in a mixture with noise of density $r$ (lecture 16) | data's unit; none | numbers |
| $W$, $W'$, $A$, $B$, $\gamma$; $G$, $L$; $h_k$, $g_k$, $Z_k$, $e$ | weight of a layer, with the update $\gamma BA$ of rank $r$; gradient of a loss by it, the loss; what block $k$ gives, what its trained copy gives, the layer between that starts at 0, a picture's edges (lecture 13, section 10) | none | matrices; numbers |
| $P$, $R$, $F_1$, $F$; $TP$, $FP$, $FN$ | precision, recall, their harmonic mean, false alarm rate; frauds with an alarm, legitimate rows with one, frauds without (lecture 17) | $[0, 1]$; rows | numbers |
| $s$, $s'$, $\tau$, $\tau'$; $c$ | a classifier's score for "fraud" and the threshold on it, before and after rows are added; by how much the odds rise (lecture 17) | $[0, 1]$; none | random, numbers |
| $n_1$, $n_0$, $k$; $p_1$, $p_0$, $g$; $\pi$ | frauds, legitimate and added rows in training; their densities; share of frauds (lecture 17) | rows; share | numbers; functions |
| $\hat F$, $\Phi$, $z$; $\hat p$, $n$ | empirical and normal distribution function, a value by its rank; observed share of $n$, with $z$ standard errors (lecture 17) | none | functions, numbers |
| $A$, $\ell$ | probability that a trained row has a smaller loss than a fresh one; the loss of a row (lecture 17) | $[0, 1]$; none | number, random |
| $p$, $q$, $m$ | Bass' innovation, imitation and ceiling (lectures 19, 21, 22); no densities there | 1/time, 1/time, people or sets | numbers |
| $F(t)$, $f(t)$ | share of the ceiling that has adopted by $t$, and $dF/dt$ (lecture 19) | $[0, 1]$, 1/time | functions |
| $t^*$, $t_0$ | time of the largest sales; middle of a logistic curve, steepest point of Gompertz' (lecture 19) | time | number |
| $h_j$; $a_j$, $b_j$, $w_{ji}$, $z_i$ | hazard of entering stage $j$; its media and word-of-mouth parts, weight of attribute $i$, that attribute (lecture 19) | 1/time; 1/time, none | numbers |
| $N$, $n$, $r_n$ | people; how many have adopted; the rate of the next adoption (lecture 19) | people, people, 1/time | number; random; number |
| $x$, $\bar x$, $v$, $\mu(x)$, $\rho(x, t)$ | $n/N$, its mean and variance, drift $(p+qx)(1-x)$, density (lecture 19) | none; 1/time | random; numbers; functions |
| $c$ | share of people who will ever adopt (lecture 19) | $[0, 1]$ | number |
| $\epsilon$, $\delta$ | parameters of differential privacy (lectures 18, 19); $\epsilon$ is not the noise $\varepsilon$ | $> 0$; $[0, 1)$ | numbers |
| $\pi$, $m$, $a$, $K$, $L$, $q_l$; $\tau_l$, $\rho(y)$, $\rho_0(y)$; $M$, $n$; $H_T$ | law of a token drawn anew, the mask, probability of being kept from $s$ to $t$, values of a token, tokens of a sequence, law of the $l$-th; time at which it is masked, ratio $q(y)/q(x_t)$ of the noised law and the same given $x_0$; $\mathbf 1\pi^{\mathsf T}$, number of masks; harmonic number (lecture 15, where $\alpha_t$ is the probability of being kept up to $t$) | none | laws; numbers |
| $\mathcal L$, $w(t)$, $p_\theta$ | loss of a masked network, its weight, the network's law of a token (lecture 15) | nats | numbers |
| $D_{\text{law}}$, $D_{\text{data}}$, $\sigma_*$ | best denoisers of the law and of its $n$ training rows $x^{(i)}$; noise level at which they part (lecture 18) | as the data | functions; number |
| $S(x)$, $\tau$, TPR, FPR, $A$ | score of a candidate, threshold, shares of members and of others who reach it, area under the curve of the two (lecture 18) | none | random; numbers |
| $M$, $X$, $X'$, $O$; $\mu$; $u$ | random procedure, data sets that differ in a row, set of outputs; shift $1/z$ of the worst pair; $\Phi^{-1}(\text{FPR})$ (lecture 18) | none | |
| $g_i$, $C$, $z$, $\xi$; $q$, $B$, $T$ | gradient of a row, the most a row can change, noise multiplier, standard normal noise; chance of a row to be in the batch $B$, steps (lecture 18) | as the gradient; none | random; numbers |
| $P$, $P'$, $R_a$, $a$, $\ell$ | laws of the output with and without a row, Rényi divergence of order $a$, $\log dP/dP'$ (lecture 18) | nats | numbers; random |
| $n_g$, $s$; $\gamma$, $\rho$, $w'$; $K_r$ | people in a group, a coordinate's standard deviation; exponent that sharpens, factor on the start, weight after; rows of a group in round $r$ (lecture 18) | people; none | numbers; random |
| $\pi(\theta)$ | posterior density of parameters $\theta$, the law a Markov chain is to sample (lecture 21, appendix F); elsewhere $\pi$ is any stationary law, or 3.14… | | |
| $q(\theta'\mid\theta)$, $a(\theta\to\theta')$ | density of a proposal, probability that it is accepted (lecture 21, appendix F) | | |
| $K$, $\lambda_2$ | transition probabilities of a chain in discrete time, its second eigenvalue (appendix F) | $[0, 1]$ | matrix, number |
| $p$, $H(\theta, p)$ | momentum, energy $-\log\pi(\theta)+\frac12\|p\|^2$ (lecture 21, appendix F); not Bass' $p$, not the entropy $H$ | none, nats | random |
| $\rho_t$, ESS | autocorrelation of a chain at lag $t$, effective sample size (lecture 21, appendix F) | | numbers |
| $\hat R$, $W$, $B/n$ | R-hat; mean variance within chains, variance of their means (lecture 21, appendix F); $B$ is not a Brownian motion there | | numbers |
| $S$, $E$, $I$; $N$ | susceptible, exposed, infectious people; all people; $s$, $i$ their shares (lecture 20). $I_t$ with an index: new infections of day $t$ | people | random; $N$ a number |
| $\beta$, $\gamma$, $\sigma$ without an index | rates of infection, removal, onset (lecture 20) | 1/day | number |
| $\delta$, $\nu$; $d$, $\varepsilon$, $\theta$ | rates of isolation and vaccination; shares of contacts off, of infections traced by a found case, of all infections traced (lecture 20) | 1/day; $[0, 1]$ | number |
| $R_0$, $R$, $R_t$ | reproduction number: at the start, under measures, on day $t$ (lecture 20) | none | number |
| $z$; $h$ | final size; herd-immunity threshold (lecture 20) | share | number |
| $w_s$, $\ell_s$; $\Lambda_t$ | generation interval and delay by day; infection pressure (lecture 20) | share; people | number; random |
| $K$ | how many of group $g$ one case of group $g'$ infects (lecture 20) | none | matrix |
| $C$, $m$ | lecture 20: $C/N$ the covariance of the shares about the ODE's path, $m/N$ the distance of their mean from it | none | matrix, vector |
| $T(y)$, $R$ | statistic of a data set; number of simulated data sets (lecture 22) | | |
| $F(y)$, $u$ | distribution function of a forecast count; its randomised PIT (lecture 22) | $[0, 1]$ | function; random |
| $o$, $h$, $H$; $\hat y_{o+h}$ | origin of a forecast, horizon, largest horizon; the forecast (lecture 22) | counts, steps | numbers |
| $\ell_t$, $b_t$ with rates $\alpha$, $\beta$ | level and trend of exponential smoothing (lecture 22 only) | as the counts; rates in $[0, 1]$ | numbers |
| $S_i$, $T_i$ | Sobol's first-order and total index of input $i$ (lecture 22) | $[0, 1]$ | numbers |
| $\mathrm{EE}_i$, $\mu^*_i$, $\sigma_i$ | elementary effect of input $i$; mean of its size, its standard deviation (lecture 22) | unit of the output | random; numbers |
| $y$, $\mu_i(\theta)$; $V(\mu)$ | counts, and what a model with parameters $\theta$ expects of the $i$th; its variance (lecture 21) | people, or as counted | random; functions |
| $\ell(\theta)$, $\ell_p(v)$, $\mathrm{LR}$ | log-likelihood, profile log-likelihood, likelihood ratio (lecture 21); not lecture 10's $\ell$ | nats | numbers |
| $k$; $c$ | dispersion of the negative binomial, $V = \mu+\mu^2/k$; the share that ever adopts (lecture 21) | none | numbers |
| $J$ | observed information, minus the second derivatives of $\ell$ (lecture 21) | | matrix |
| $k_i$, $\langle k\rangle$, $\langle k^2\rangle$, $p_k$; $m$ | degree of node $i$, means of degrees and of their squares, share of nodes of degree $k$; number of ties (appendix G, lecture 23) | none | numbers |
| $D$, $L_{\mathrm{rw}}$, $\mathcal L$ | diagonal matrix of the degrees, random-walk and normalised Laplacian (appendix G); $\lambda_2$ there is of $L$ or $\mathcal L$, as said | none | matrices |
| $\lambda_{\max}$ | largest eigenvalue of $A$ (appendix G, lecture 23) | none | number |
| $\mathrm{cut}(S)$, $\mathrm{vol}(S)$, $h$ | ties that leave $S$, sum of its degrees, conductance of the graph (appendix G) | none | numbers |
| $\kappa$ | $\langle k^2\rangle/\langle k\rangle-1$: further ties of somebody met along a tie (appendix G) | none | number |
| $q_k$; $a$, $k_0$, $n_0$, $\zeta(a, k_0)$ | share of ends of ties at people of degree $k$; exponent of a tail, where it begins, how many reach it, its normalisation (lecture 23) | none | numbers |
| $T$; $D_i$, $W_{ij}$, $t_i$ | transmissibility $\beta/(\beta+\gamma)$ (lecture 23; appendix G's $T$ is the transitivity); how long $i$'s infection lasts, wait along $i\to j$, when $i$ is infected | none; time | number; random |
| $X_i$, $x_i$; $G_0$, $G_1$, $v$; $u$, $h_k$ | whether $i$ is infectious, its expectation; generating functions of $p_k$, $q_k$, and the probability that nothing comes along a tie; that a case starts nothing large, one with $k$ ties to pass it on (lecture 23) | none | random; numbers |
| $c$, $\mu$; $w$; $\alpha_i$, $m$; $p$, $r$ | mean degree and share of ties across, two blocks; weight of a tie; activity, ties an active person makes; probability that a meeting infects, of recovery in a step (lecture 23) | none | numbers; random |
| $S$, $k$, $\sigma(S)$ | seeds, how many, their spread: the expected number reached, seeds included (lecture 24; there $\sigma$ is no noise) | people | set, numbers |
| $p$; $w_{uv}$, $\theta_v$; $d_v$ | probability that a try succeeds; weight of friend $u$ with $v$, threshold of $v$; number of friends, elsewhere $k_i$ (lecture 24) | $[0, 1]$; none | numbers, $\theta_v$ random |
| $L$, $R_L(S)$; $r$, $B$ | live ties, whom $S$ reaches along them; root, and who reaches it: a reverse-reachable set (lecture 24) | none | random |
| $y$, $s$; $T$, $\pi$ | shares that have not heard a rumour, that spread it; trust matrix, its left eigenvector with sum 1 (lecture 24) | none | numbers; matrix, vector |
| $n_a$, $h_a$ | how often somebody had $a$ tries on them in a step, and was reached (lecture 24) | none | numbers |
| $c(t)$, $c_t$; $x(t)$, $X(t)$, $\beta$, $r$; $F_B$ | price of a product, of a share; rate of the clock that a price drives and what it shows, effect of the price, rate of its decline; Bass' curve (lecture 25, where $p$, $q$, $F$ are lecture 19's) | money; none, time, none, 1/time; none | functions, numbers |
| $\tau_i$, $F_i$, $m_i$, $M_i$, $S_i$ | launch of generation $i$, Bass' curve from then on, who begins with it, all who can come to it, who uses it (lecture 25) | time; none; users | numbers, functions |
| $\lambda$; $\kappa$, $G(F)$, $F^*$ | somebody's own rate of adopting; rate of looking again, share of people with thresholds up to $F$, its least fixed point (lecture 25) | 1/time; 1/time, none | random; numbers |
| $a$, $K$ | probability that a private signal is right; transition probabilities of a herd (lecture 25) | $[0, 1]$ | number, matrix |
| $z$, $h$; $j$, $\varphi$, $\gamma$, $\Delta$ | periods in which news reaches everybody, lag; periods for which momentum traders hold, shares they buy for each unit of change, their risk tolerance, the last change (lecture 25) | periods; money | numbers, $\Delta$ random |
| $L$, $\bar y$, $\Pi$, $e$, $y$; $b$, $s$, $d$ | who owes whom, owed in all, shares of it, other assets, payments; surplus, shock, debt on a ring (lecture 25) | money, $\Pi$ none | matrices, vectors; numbers |
| $\bar k$, $\alpha$ | mean number of banks that a bank lends to; fall of the log price for each unit sold (lecture 25) | none; 1/units | numbers |
| $C_i$, $T$; $d_{ij}$, $z_\ell$ | local clustering, transitivity; distance, number of nodes at distance $\ell$ (appendix G) | none | numbers |
| $\mathcal Q$, $e_{ab}$, $b_i$; $r_i$, $q$ | modularity, shares of ties between blocks, block of $i$; PageRank, probability of a jump (appendix G) | none | numbers |
| $P_i$, $r_i$, $d_{ij}$; $N$, $K$ | population of place $i$, its rank by size (1 the largest), distance; places in a region, places a centre serves (lecture 26; elsewhere $P$ is a law) | people, none, length; none | numbers |
| $\kappa_{ij}$, $k_0$, $w_{ij}$; $\alpha$, $\gamma$, $c$ | rate at which $i$ makes $j$ adopt, $k_0w_{ij}$; how infectious large places are, how receptive, how distance deters (lecture 26) | 1/time; none | numbers |
| $T_i$, $C_{ij}$; $S$, $p_S$; $\pi_i$ | when place $i$ adopts, how long it takes to convince $j$; the places that have adopted, the probability of such a set; share of carriers at $i$ (lecture 26) | time; none | random; numbers |
| $\tau$, $\rho$, $I$; $E_{ij}$, $D$ | Kendall's, Spearman's and Moran's coefficient of an order of adoption; time for which $i$ has it and $j$ has not, in a window, adoptions in it (lecture 26) | none; time, none | numbers |
| $u$, $H$ | probability that a walk on a tree goes up, depth of the tree (lecture 26) | none | numbers |
| $D$, $n_l$, $m_l[i]$ | depth of a tree (level 0: leaves), nodes on level $l$, mass of node $i$ there (lecture 27) | none; what is counted | numbers |
| $P_l$, $R_l$, $M_l$, $H_l$; $U_l$, $A_j$ | copying down to level $l$, averaging up from it, masses on a diagonal, a smoother; taking out level $l$, mean within ancestors of level $j$ (lecture 27) | none | matrices |
| $x_l$, $d_l$, $g_l$, $E_l$, $a_l$; $s_l^2$, $\nu_l^2$ | values, details, gain, energy (variance), mean size of the details of level $l$; variance of a node's own part, of the noise in its mean (lecture 27); $x_0$ are the leaves' data | as the data; $g$ none | lists; numbers |
| $L_T$, $\kappa_j$, $\lambda_l$ | generator of heat on a tree, rate of level $j$, decay rate of $d_l$ (lecture 27) | 1/time | matrix; numbers |
| $S$, $G$, $W$, $\hat y$, $\tilde y$ | adds leaves to nodes, maps forecasts of all nodes to leaves, covariance of their errors; forecasts before and after they are made to add up (lecture 27) | as the series | matrices; random |
| $\tilde q_{ji}$, $\tilde Q$; $r_{ji}$, $s_{ji}$; $J$, $\varphi(a)$ | rate of the reversed process from $j$ to $i$, their matrix; a candidate for it, for the ratio $p_i/p_j$; minus the mean log-likelihood of reversed paths, $a-1-\log a$ (lecture 28) | 1/time; 1/time, none; nats, none | numbers; functions |
| $e(v, S)$, $\operatorname{cut}(S)$; $R(v)$, $b_u$; $\alpha_d$ | ties from $v$ to the infected $S$, ties that lead out of $S$; rumour centrality, cases in the branch that hangs from $u$; probability that the most suspect is the source where all have $d$ friends (lecture 28; $\alpha_t$ elsewhere is a signal coefficient) | none | numbers |
| $\Delta$; $\kappa$, $Y$, $\hat c$ | sensitivity of all that is published; probability that an answer is kept, answers reported, estimate of the true number (lecture 28, where a short time is $\delta$) | people; none, people | number; number, random |
| $\log$ | natural logarithm | nats | |
| $\Pr$, $\lim$, $O(\cdot)$ | probability of an event; a limit; at most a constant times | | |
| $\Phi$, $\Gamma$, $\chi^2$ | distribution function of $N(0, 1)$; Gamma function; chi-squared law | | |
| $e(\lambda)$, $p(\lambda)$, $w(\lambda)$ | mean squared error at log-SNR $\lambda$, density of the $\lambda$ that training visits, weight of a loss (lectures 03, 05) | data's unit squared; none; none | functions |
| $\mathcal L(\lambda)$, $\nu$ | bound for data noised to $\lambda$, but for its ends; variance of the model's step (lecture 05) | nats; $x$'s unit squared | function; number |
| $\rho$, $\gamma$, $\delta$ | width $\sigma_{t\mid s}/\alpha_{t\mid s}$ of the backward kernel, skewness of a step, constant error of a denoiser (lecture 04) | $x$'s unit; none; $x$'s unit | numbers |
| $J_{\mathrm{DSM}}$, $J_{\mathrm{ESM}}$ | denoising and explicit score matching (lecture 06) | 1/unit² | numbers |
| $W$, $b$, $\phi$, $g$; $\ell$, $B$, $\hat g$; $D^*$, $F^*$; $s$ | weights of a layer, nonlinearity, gradient of the loss; loss of one example, size of a batch, mean gradient over it; best denoiser, regression target of $F_\theta$; standard deviation of $x_t$'s coordinates (lecture 07) | | |
| $\eta$; $\mu_n$, $\nu_n$; $\tilde\theta_n$, $\bar\theta_n$, $\beta$; $\tau$, $\delta$, $\xi$ | learning rate; Adam's means of gradients and of their squares; moving average of the weights before and after division, its decay; fluctuation, speed and noise of a weight (lecture 07, where $n$ counts steps) | | numbers |
| $\kappa*h$, $\kappa_{ac}$; $q_i$, $k_j$, $v_j$, $d_k$, $A_{ij}$; $\gamma$, $\gamma'$, $\gamma''$ | convolution with the kernel $\kappa$; query, key and value of a token, their length, its share of attention; gain, shift and gate (lecture 07, section 10) | | |
| $D_\theta$, $F_\theta$; $c_{\mathrm{skip}}$, $c_{\mathrm{out}}$, $\sigma_d$; $u$, $\omega_k$, $e(u)$, $e_\theta$ | denoiser with weights $\theta$, its network; what multiplies input and output, standard deviation of the data; $\log(\sigma_t/\alpha_t)$, frequencies, waves, and the waves after two layers (lecture 07) | | |
| $v_t(x)$, $\tau$, $\varphi$ | velocity of the probability flow, time run backwards, test function (lecture 09) | $x$/time; time; | |

## Dictionary

| paper | writes | here |
|---|---|---|
| Ho et al. 2020 (DDPM) | $\alpha_t = 1-\beta_t$ | $1-\beta_t$; our $\alpha_t$ is their $\sqrt{\bar\alpha_t}$ |
| Ho et al. 2020 | $\bar\alpha_t$ | $\bar\alpha_t = \alpha_t^2$ |
| Song et al. 2021 (DDIM); Prince 2023 (*Understanding Deep Learning*) | $\alpha_t$ | $\bar\alpha_t$ |
| Hugging Face's *diffusers* | `alphas`, `alphas_cumprod` | $1-\beta_t$, $\bar\alpha_t$ |
| Song et al. 2021 (SDE) | $\beta(t)$, with $dx = -\frac12\beta(t)\,x\,dt + \sqrt{\beta(t)}\,dw$ | $\alpha(t) = e^{-\frac12\int_0^t\beta}$ |
| Song et al. 2021 (SDE) | $f(x, t)$, $g(t)$, with $dx = f\,dt + g\,dw$; $w$ | the same $f$, $g$; $B$. Forms with $\alpha$, $\sigma$: $f = \frac{\dot\alpha}{\alpha}\,x$, $g^2 = 2\sigma\dot\sigma - 2\frac{\dot\alpha}{\alpha}\sigma^2$ |
| physics | $\partial_tp = D\,\partial_x^2p$ | $g^2 = 2D$, $f = 0$ |
| other texts on Markov chains | $\dot p = p\,Q$, with $p$ a row | $\dot P = Q^{\mathsf T}P$, with $P$ a column; the same $Q$ |
| some texts on Markov chains | generator with columns that sum to 0 | our $Q^{\mathsf T}$ |
| arXiv 2412.10948 (fraud) | $dX = -X\,dt+\sqrt2\,dB$ | the same with $\beta(t) = 2$: $\alpha(t) = e^{-t}$ |
| Kingma et al. 2021 (VDM) | $\gamma(t)$ | $-\lambda_t$ |
| Karras et al. 2022 (EDM) | $x = y + \sigma\,n$ | $x_t/\alpha_t$, with their $\sigma = \sigma_t/\alpha_t = e^{-\lambda_t/2}$ |
| Lipman et al. 2023 (flow matching) | data at $t = 1$, noise at $t = 0$: $x_t = t\,x_1 + (1-t)\,x_0$ | $\alpha = t$, $\sigma = 1-t$ with their clock (and their $\sigma_{\min} = 0$); turn it round: $t \to 1-t$ |

## Witnesses

A row of a dictionary is an equation, and equations can be wrong.
Here the rows that say more than a change of letters are evaluated.

**Ho's $\bar\alpha$ and the kernel of one step.** $\alpha_{t\mid t-1} = \sqrt{1-\beta_t}$ and $\sigma_{t\mid t-1} = \sqrt{\beta_t}$:
"""

# %% tags=["witness"]
ddpm = schedules.linear(T=1000)
for t in [1, 500, 1000]:
    witness(f"of Ho's row at t = {t}", ddpm.kernel(t - 1, t), np.sqrt([1 - ddpm.betas[t - 1], ddpm.betas[t - 1]]))

# %% [markdown]
r"""
**Song's SDE.**
With $\beta(t)$ rising in a straight line from 0.1 to 20, $\int_0^t\beta = 0.1\,t + 19.9\,t^2/2$.
We integrate numerically and compare with the schedule `linear_vp`.
And a constant $\beta = 2$ must be the Ornstein–Uhlenbeck process:
"""

# %% tags=["witness"]
song = schedules.linear_vp(beta_min=0.1, beta_max=20.0)
fine = np.linspace(0, 0.6, 100_001)
beta = 0.1 + 19.9 * fine
integral = np.sum((beta[1:] + beta[:-1]) / 2) * (fine[1] - fine[0])
witness("of Song's row", song.alpha(0.6), np.exp(-0.5 * integral), atol=1e-10)

ou = schedules.ornstein_uhlenbeck(T=5.0)
constant = schedules.linear_vp(beta_min=2.0, beta_max=2.0)
times = np.linspace(0, 1, 11)
witness("of the fraud study's row", ou.alpha(times), constant.alpha(times))

# %% [markdown]
r"""
**Drift and diffusion from $\alpha$ and $\sigma$.**
A step from $t$ to $t + \Delta$ has the kernel $\alpha_{t+\Delta\mid t} \approx 1 + \frac{\dot\alpha}{\alpha}\Delta$ and $\sigma^2_{t+\Delta\mid t}\approx g^2\Delta$.
We take a small step of `linear_vp`, where the row must give Song's $f = -\frac12\beta x$ and $g^2 = \beta$:
"""

# %% tags=["witness"]
signal, noise = song.kernel(0.6, 0.6 + 1e-6)
beta_there, e = 0.1 + 19.9 * 0.6, 1e-5
alpha_slope, sigma_slope = ((curve(0.6 + e) - curve(0.6 - e)) / (2 * e) for curve in (song.alpha, song.sigma))
ratio, sigma_there = alpha_slope / song.alpha(0.6), song.sigma(0.6)
g_squared = 2 * sigma_there * sigma_slope - 2 * ratio * sigma_there**2
witness("of the row with f", [(signal - 1) / 1e-6, ratio], -beta_there / 2, atol=1e-3)
witness("of the row with g", [noise**2 / 1e-6, g_squared], beta_there, atol=1e-3)

# %% [markdown]
r"""
**Kingma and Karras.**
$e^{-\gamma} = \alpha^2/\sigma^2$, and Karras' $x$ is ours divided by $\alpha$.
The denoiser does not notice (lecture 03, equation (3.3)):
"""

# %% tags=["witness"]
times = np.arange(1, 1000, 111)
gamma = -ddpm.log_snr(times)
witness("of Kingma's row", 1 / (1 + np.exp(gamma)), ddpm.alpha_bar(times))
karras_sigma = ddpm.sigma(times) / ddpm.alpha(times)
witness("of Karras' row", karras_sigma, np.exp(-ddpm.log_snr(times) / 2), atol=1e-10)

x = np.linspace(-2, 2, 9)[:, None]
for t in [10, 300, 900]:
    alpha, sigma = ddpm(t)
    ours, theirs = bimodal.posterior_mean(x, alpha, sigma), bimodal.posterior_mean(x / alpha, 1.0, sigma / alpha)
    witness(f"Karras' denoiser, t = {t}", ours, theirs, atol=1e-10)

# %% [markdown]
r"""
**Flow matching.**
Dividing by $\alpha+\sigma$ brings a variance-preserving $x_t$ onto the straight line:

$$\frac{x_t}{\alpha+\sigma} = s\,x_0 + (1-s)\,\varepsilon, \qquad s = \frac{\alpha}{\alpha+\sigma}. \tag{A.2}$$
"""

# %% tags=["witness"]
rng = np.random.default_rng(0)
x0, eps = rng.normal(size=5), rng.normal(size=5)
alpha, sigma = ddpm(300)
s = alpha / (alpha + sigma)
witness("(A.2)", (alpha * x0 + sigma * eps) / (alpha + sigma), s * x0 + (1 - s) * eps)

# %% [markdown]
r"""
## Glossary

One line for each term of the field that the course uses; the lecture that defines it has the formula.

| term | meaning | lecture or appendix | also called |
|---|---|---|---|
| adopter categories | innovators 2.5 %, early adopters 13.5 %, early and late majority 34 % each, laggards 16 % of those who will adopt | 19 |  |
| ancestral sampling | sampling a chain step by step from its conditional laws; here from noise to data | 08 | DDPM sampling |
| attention | each token takes a weighted mean over all, with weights from queries and keys (7.18) | 07 | softmax attention |
| autoregressive model | the law of a picture as a product of laws of one pixel given those before | 16 |  |
| basic reproduction number $R_0$ | new infections by one case among susceptible people only | 20 |  |
| Bass model | adoption by innovation $p$ and by imitation $q$ | 19 | mixed-influence diffusion |
| branching process | each case causes an independent random number of new ones | 20, 23 | Galton–Watson process |
| calibration | events given probability $u$ happen a share $u$ of the time | 22, 28 | reliability |
| centrality | a score of how central a node is: degree, k-core, PageRank, Jordan, rumour | 24, 28 |  |
| clearing vector | payments between banks that are consistent with one another | 25 |  |
| community | a group of nodes with many ties inside and few outside | 23, G | block, cluster |
| conditional expectation $\operatorname E[x_0\mid x_t]$ | the best estimate of $x_0$ in mean square | 04 | posterior mean, MMSE estimate, denoiser |
| convolution | the same weighted sum of neighbours at every place (7.17) | 07 | cross-correlation in signal processing |
| data-processing inequality | a divergence never grows when both laws pass through the same random map | 03, 04 |  |
| DDIM, DDPM | samplers without and with fresh noise of Bayes' amount | 08 | $\eta = 0$, $\eta = 1$ |
| denoiser | the function $\operatorname E[x_0\mid x_t]$, or a network that estimates it | 04, 07 |  |
| denoising score matching | regression on $-\varepsilon/\sigma$; its minimiser is the score | 06 | DSM |
| detailed balance | as much flows from $i$ to $j$ as from $j$ to $i$ | 01, F | reversibility |
| dequantisation | noise uniform over a level's cell, so that densities of levels make sense | 16 |  |
| differential privacy | leaving out one person changes the probability of any output by at most a factor $e^\epsilon$ | 19, 18, 28 | DP |
| diffusion coefficient, drift | the factors of $dB$ and $dt$ in a stochastic differential equation | 09, D |  |
| distillation | training a network on the answers of another, here to need fewer calls | 14 | teacher and student |
| discriminator | the network of a GAN that learns to tell samples from data | 00, 16 | critic |
| effective sample size | how many independent samples would estimate a mean as well | 21, F | ESS |
| consistency function | from any point of a path of the flow to its end; a consistency model is a network for it | 14 | flow map |
| coupling | a joint law of two variables whose own laws are given | 11 | transport plan |
| ELBO | evidence lower bound: a lower bound on the log-likelihood | 05, C | variational bound, negative free energy |
| ensemble | many runs of a random model | 20, 22 |  |
| epidemic threshold | the transmissibility above which outbreaks can be large | 23 | critical point |
| evidence, marginal likelihood | the probability of the data under a model, parameters or latents averaged out | 05 |  |
| exponential integrator | a solver that solves the linear part of an equation exactly | 10 |  |
| Fréchet inception distance | Wasserstein-2 distance, squared, of Gaussians fitted to features of two samples | 08, 16 | FID |
| flow matching | training a velocity on lines between pairs | 11 | rectified flow; conditional flow matching |
| Fokker–Planck equation | the equation of the density of a stochastic differential equation | 01, 09 | Kolmogorov's forward equation; master equation for jumps |
| forward process | data to noise | 02 | noising, diffusion process |
| generator $Q$ | matrix of jump rates | 01 | rate matrix, infinitesimal generator; in GANs the generating network |
| hazard | rate of an event for somebody to whom it has not yet happened | 19 | intensity |
| Hutchinson's estimate | the trace of a matrix by random signs | 09 |  |
| innovation | something new that people adopt | 19 |  |
| KL divergence | expected log-ratio of two densities | B, C | relative entropy |
| Langevin dynamics | drift by the score plus noise; its stationary law is the density of the score | 06, 21 | Langevin Monte Carlo, ULA |
| latent variable | a variable of the model that is not observed | 05 |  |
| likelihood | probability or density of the data, as a function of the parameters | 21, C |  |
| log-SNR $\lambda$ | logarithm of signal power over noise power | 03 | $-\gamma$ in VDM |
| Markov chain | the future depends on the past only through the present | 02, F |  |
| master equation | $\dot P = Q^{\mathsf T}P$ | 00, 01, 20 | Kolmogorov's forward equation |
| MeanFlow | training the average velocity of a stretch of a flow's path | 14 |  |
| membership inference | a test whether a record was in the training data | 18 |  |
| mode | a local maximum of a density | 02 | peak |
| modularity | share of ties inside blocks, less that of a random graph of the same degrees | G |  |
| mutual information | expected log-ratio of a joint density and the product of its marginals | 03 |  |
| normalising flow | an invertible network whose determinant is cheap, so that densities are exact | 16 | coupling flow, RealNVP |
| optimal transport | the coupling of least cost; within a batch, an assignment | 11 | Monge–Kantorovich problem; OT-CFM |
| Ornstein–Uhlenbeck process | Brownian motion with a linear pull | 01, 02 | OU, VP-SDE with constant $\beta$ |
| overfitting | a model fits its training data better than new data of the same kind | 07, 22 | memorisation where samples are copies |
| posterior | the law of what is not known, given what was observed | 04, 21 |  |
| preconditioning | scaling a network's input and output by the noise level | 05, 10 |  |
| prior | the law before observation; for a sampler the law it starts from | 03, 21 |  |
| prior gap | the divergence of the noised data at $T$ from the sampler's start (our word for $G_T$) | 03 | $\operatorname{KL}(q(x_T)\,\|\,p(x_T))$ |
| probability-flow ODE | deterministic motion with the same densities as a noising process | 09 | PF-ODE |
| proper scoring rule | a score of forecasts that is best, on average, for the true law | 22 | log score, CRPS |
| R-hat | variance between chains against within: 1 when they agree | 21, F | Gelman–Rubin statistic |
| reconciliation | making forecasts of parts and sums add up | 27 |  |
| reflow | training again on the ends of a flow's own paths | 11 | rectification |
| residual | left side less right side, or data less fit | 09, 21 |  |
| responsibility | posterior probability of a mixture's component | 04 |  |
| reverse hierarchical diffusion | spread from the smallest places, or leaves, upwards | 26, 27 |  |
| reverse process | noise to data | 04, 08, 09 | backward process, denoising |
| reverse-reachable set | everybody from whom a random node can be reached | 24 | RR set |
| schedule | the pair $\alpha_t$, $\sigma_t$ | 03 | noise schedule |
| score | gradient of a log-density with respect to $x$ | 06 | Stein score; in statistics the gradient with respect to parameters |
| seed | who adopts first; also the start of a random generator | 24 |  |
| SIR, SEIR | susceptible, (exposed,) infectious, removed | 20 | compartmental models |
| stationary law | a law that the process keeps | 01 | invariant, equilibrium distribution |
| stochastic interpolant | a path between two laws with noise in between | 11 |  |
| straightness | mean squared deviation of a flow's velocity from its mean | 11 |  |
| submodular | adding somebody gains less the more are there already | 24 | diminishing returns |
| time reversal | the process seen backwards, with rates $P_iq_{ij}/P_j$ | 01, 28 | reverse-time process |
| total variation | largest difference of two laws' probabilities of any event | 28, F |  |
| two-sample test | a test whether two samples come from one law; by a classifier, its AUC | 07, 16 | C2ST |
| Tweedie's formula | the posterior mean from the score | 06 |  |
| variational autoencoder | encoder and decoder trained by the ELBO | 16 | VAE |
| variance preserving, exploding | $\alpha^2+\sigma^2 = 1$; $\alpha = 1$ | 02, 09 | VP, VE |
| Wasserstein distance | least cost of moving one distribution to another | 03, 08 | earth mover's distance |
| witness | a cell that evaluates both sides of an equation (our word) | all | numerical check |

## Sources

The papers of the dictionary: Ho, Jain, Abbeel, NeurIPS 2020, section 2.
Song, Meng, Ermon, *DDIM*, ICLR 2021, section 3 (its note on notation).
Prince, *Understanding Deep Learning*, MIT Press 2023, chapter 18 and its notebooks.
Song and others, *Score-based generative modeling through SDEs*, ICLR 2021, appendix B. Kingma and others, *VDM*, NeurIPS 2021, section 3.
Karras and others, *EDM*, NeurIPS 2022, section 2. arXiv 2412.10948: the fraud study.
Lipman and others, *Flow matching*, ICLR 2023, section 4.
"""
