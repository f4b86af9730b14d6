# %% [markdown]
r"""
# J · What should I read next?

{badges}

| | |
|---|---|
| **You will be able to** | choose the next paper, book or code for a question you have, or after a lecture you know · find your way in the large collection of papers on diffusion models · see how far apart in time the two meanings of *diffusion* were worked out |
| **You need** | nothing; each entry names the lectures that prepare for it |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import re
import textwrap
from pathlib import Path

import pandas as pd

import utils
from utils.teaching import figures
from utils.teaching.tables import table

figures.use_style()
LEVELS = ["First", "Then", "Research"]

# %% tags=["picture"]
ENTRY = r"- (?P<who>[^*]+), \*(?P<title>[^*]+)\*, .*?(?P<year>\d{4})(?:, \[.+?\]\((?P<link>\S+?)\))?\. .+ After (?P<after>\[.+)\.$"
rows, question, level = [], "", ""
for line in Path(utils.__file__).parents[1].joinpath("source/appendices/J_reading.py").read_text(encoding="utf-8").splitlines():
    if heading := re.match(r"## \d+ · (.+)", line):
        question = heading[1]
    elif line.strip("*") in LEVELS:
        level = line.strip("*")
    elif found := re.match(ENTRY, line):
        rows.append(found.groupdict() | {"question": question, "level": level})
entries = pd.DataFrame(rows).astype({"year": int})
entries["after"] = entries["after"].str.findall(r"\[(\d\d)\]")

# %% tags=["picture"]
questions = list(dict.fromkeys(entries.question))
fig, axes = figures.figure(1, 2, width=8, height=6.2, sharey=True, width_ratios=[1, 1.9])
entries["place"] = entries.groupby(["question", "year"]).cumcount()
for name, marker, size, colour in zip(LEVELS, "osD", (34, 20, 15), (figures.OKABE_ITO[6], figures.OKABE_ITO[5], "0.55")):
    some = entries.query("level == @name")
    for ax, inside in zip(axes, (some.year < 2000, some.year >= 2000)):
        ax.scatter(some.year[inside], (some.question.map(questions.index) + 0.34 - 0.125 * some.place)[inside], size, color=colour, marker=marker, linewidths=0, label=name)
axes[0].set(xlim=(1922, 2000), xticks=(1925, 1950, 1975), ylim=(10.6, -0.6), xlabel="year", yticks=range(11))
axes[0].set_yticklabels(["\n".join(textwrap.wrap(words, 26)) for words in questions], fontsize=9)
axes[1].set(xlim=(2000, 2026.5), xlabel="year, on a wider scale")
axes[1].spines["left"].set_visible(False), axes[1].tick_params(axis="y", length=0)
axes[1].legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3)
generative = entries[entries.question.isin(questions[:4])]
figures.show(fig, f"{len(entries)} works by year, a row for each of the {len(questions)} questions below. In the first four rows, on generative models, {(generative.year >= 2019).sum()} of {len(generative)} "
             f"are from 2019 or later; in the last six, on populations, networks, money and space, {(entries.year[entries.question.isin(questions[5:])] < 2010).sum()} of {entries.question.isin(questions[5:]).sum()} are older than 2010.")

# %% [markdown]
r"""
Each mark is a work of the list below; marks of one year are stacked.
Models of spread through populations are a century old; generative models by diffusion are ten years old.
Only one work here is about both: B. Huang and others, in section 11.

**First** needs nothing but the lecture it names.
**Then** goes on where that one stops.
**Research** is narrower, harder, or still open.

Coming from a lecture, start here:
"""

# %% tags=["picture"]
short = entries.who.str.split(",| and others").str[0].str.replace(r"^(\S+\. )+|^\S+-\S+ ", "", regex=True) + " " + entries.year.astype(str)
after = entries.assign(work=short).explode("after").groupby(["after", "level"]).work.agg(lambda works: ", ".join(dict.fromkeys(works))).unstack(fill_value="–")[LEVELS]
table(after.rename_axis("after lecture"))

# %% [markdown]
r"""
## 1 · What is a diffusion model?

Read Ho, Jain and Abbeel with [lecture 05](../lectures/05_objective.ipynb) beside you, then Song and others with [lecture 09](../lectures/09_continuous_time.ipynb); they are the same model in discrete and in continuous time.

**First**

- J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020, [arXiv 2006.11239](https://arxiv.org/abs/2006.11239). The recipe that most later papers start from: the simple loss, the ancestral sampler, and the linear schedule whose terminal noise you measured. After [02](../lectures/02_noising.ipynb), [05](../lectures/05_objective.ipynb), [07](../lectures/07_training.ipynb), [08](../lectures/08_sampling.ipynb).
- C. Luo, *Understanding diffusion models: a unified perspective*, 2022, [arXiv 2208.11970](https://arxiv.org/abs/2208.11970). A long step-by-step derivation of the bound, with the lines that papers leave out. After [04](../lectures/04_exact_reverse.ipynb), [05](../lectures/05_objective.ipynb).
- Y. Song, S. Ermon, *Generative modeling by estimating gradients of the data distribution*, NeurIPS 2019, [arXiv 1907.05600](https://arxiv.org/abs/1907.05600). The same model reached from the score alone, with annealed Langevin dynamics instead of a reverse chain. After [06](../lectures/06_score.ipynb).
- A. Nichol, P. Dhariwal, *Improved denoising diffusion probabilistic models*, ICML 2021, [arXiv 2102.09672](https://arxiv.org/abs/2102.09672). Where the cosine schedule and learned reverse variances come from. After [03](../lectures/03_schedules.ipynb), [08](../lectures/08_sampling.ipynb).
- C.-H. Lai, Y. Song, D. Kim, Y. Mitsufuji, S. Ermon, *The principles of diffusion models: from origins to advances*, 2025, [arXiv 2510.21890](https://arxiv.org/abs/2510.21890). A book that derives the variational, the score and the flow view side by side, as Part I does. After [00](../lectures/00_start_here.ipynb), [09](../lectures/09_continuous_time.ipynb), [11](../lectures/11_flow_matching.ipynb).

**Then**

- Y. Song, J. Sohl-Dickstein, D. P. Kingma, A. Kumar, S. Ermon, B. Poole, *Score-based generative modeling through stochastic differential equations*, ICLR 2021, [arXiv 2011.13456](https://arxiv.org/abs/2011.13456). One SDE contains both families above, and its probability-flow ODE gives exact likelihoods. After [09](../lectures/09_continuous_time.ipynb).
- D. P. Kingma, T. Salimans, B. Poole, J. Ho, *Variational diffusion models*, NeurIPS 2021, [arXiv 2107.00630](https://arxiv.org/abs/2107.00630). Shows that the continuous bound depends on the schedule only through the signal-to-noise ratio at its two ends. After [03](../lectures/03_schedules.ipynb), [05](../lectures/05_objective.ipynb).
- P. Vincent, *A connection between score matching and denoising autoencoders*, Neural Computation 23, 2011. The short proof that denoising learns the score, ten years before it was needed. After [06](../lectures/06_score.ipynb).
- W. Peebles, S. Xie, *Scalable diffusion models with transformers*, ICCV 2023, [arXiv 2212.09748](https://arxiv.org/abs/2212.09748). How the transformer of lecture 07 is built when the pictures are large, and what more computation buys. After [07](../lectures/07_training.ipynb).
- R. Kondor, J. Lafferty, *Diffusion kernels on graphs and other discrete input spaces*, ICML 2002. Uses $e^{-tL}$, the matrix of lecture 01, to say how similar two nodes of a graph are. After [01](../lectures/01_one_equation.ipynb).
- D. A. Levin, Y. Peres, *Markov chains and mixing times, 2nd edition*, American Mathematical Society, 2017. How fast a chain forgets where it started: the $\lambda_2$ of lecture 01 from the beginning. After [01](../lectures/01_one_equation.ipynb).
- L. Yang and others, *Diffusion models: a comprehensive survey of methods and applications*, ACM Computing Surveys, 2023, [arXiv 2209.00796](https://arxiv.org/abs/2209.00796). A map of the families and their uses, to find your way in what this list leaves out. After [00](../lectures/00_start_here.ipynb).

**Research**

- J. Sohl-Dickstein, E. Weiss, N. Maheswaranathan, S. Ganguli, *Deep unsupervised learning using nonequilibrium thermodynamics*, ICML 2015, [arXiv 1503.03585](https://arxiv.org/abs/1503.03585). The idea with its bound, complete, five years early; worth reading to see how little was missing. After [02](../lectures/02_noising.ipynb), [05](../lectures/05_objective.ipynb).
- B. D. O. Anderson, *Reverse-time diffusion equation models*, Stochastic Processes and their Applications 12, 1982, [doi 10.1016/0304-4149(82)90051-5](https://doi.org/10.1016/0304-4149(82)90051-5). The reverse SDE itself, derived for control theory. After [09](../lectures/09_continuous_time.ipynb).
- S. Lin, B. Liu, J. Li, X. Yang, *Common diffusion noise schedules and sample steps are flawed*, 2023, [arXiv 2305.08891](https://arxiv.org/abs/2305.08891). The prior gap as it was found in a product, with pictures of what it does to brightness. After [03](../lectures/03_schedules.ipynb).
- T. Chen, *On the importance of noise scheduling for diffusion models*, 2023, [arXiv 2301.10972](https://arxiv.org/abs/2301.10972). Why a schedule that suits small pictures is wrong for large ones. After [03](../lectures/03_schedules.ipynb).
"""

# %% [markdown]
r"""
## 2 · How few steps, and how fast?

Karras and others first: it separates choices that earlier papers made together. Then distillation, where a second network learns to skip steps.

**First**

- J. Song, C. Meng, S. Ermon, *Denoising diffusion implicit models*, ICLR 2021, [arXiv 2010.02502](https://arxiv.org/abs/2010.02502). The deterministic member of the family whose $\eta$ you turned, and why it may skip steps. After [08](../lectures/08_sampling.ipynb).
- T. Karras, M. Aittala, T. Aila, S. Laine, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022, [arXiv 2206.00364](https://arxiv.org/abs/2206.00364). Shows which choices of schedule, scaling, solver and loss are independent, and measures each alone. After [10](../lectures/10_solvers.ipynb).
- Y. Lipman, R. T. Q. Chen, H. Ben-Hamu, M. Nickel, M. Le, *Flow matching for generative modeling*, ICLR 2023, [arXiv 2210.02747](https://arxiv.org/abs/2210.02747). Regression on a velocity, without simulation; the paper behind equations (11.4) and (11.5). After [11](../lectures/11_flow_matching.ipynb).
- Y. Song, P. Dhariwal, M. Chen, I. Sutskever, *Consistency models*, ICML 2023, [arXiv 2303.01469](https://arxiv.org/abs/2303.01469). One network that maps any point of a trajectory to its end, with and without a teacher. After [14](../lectures/14_few_steps.ipynb).
- P. Holderrieth, E. Erives, *An introduction to flow matching and diffusion models*, 2025, [arXiv 2506.02070](https://arxiv.org/abs/2506.02070). Lecture notes with labs that build both from ordinary and stochastic differential equations, at about our level. After [09](../lectures/09_continuous_time.ipynb), [11](../lectures/11_flow_matching.ipynb).

**Then**

- C. Lu, Y. Zhou, F. Bao, J. Chen, C. Li, J. Zhu, *DPM-Solver: a fast ODE solver for diffusion probabilistic model sampling in around 10 steps*, NeurIPS 2022, [arXiv 2206.00927](https://arxiv.org/abs/2206.00927). Exponential integrators derived in log-SNR, order by order. After [10](../lectures/10_solvers.ipynb).
- C. Lu, Y. Zhou, F. Bao, J. Chen, C. Li, J. Zhu, *DPM-Solver++: fast solver for guided sampling of diffusion probabilistic models*, 2022, [arXiv 2211.01095](https://arxiv.org/abs/2211.01095). The multistep version that you derived, and why it predicts $x_0$ when guidance is strong. After [10](../lectures/10_solvers.ipynb), [12](../lectures/12_guidance.ipynb).
- X. Liu, C. Gong, Q. Liu, *Flow straight and fast: learning to generate and transfer data with rectified flow*, ICLR 2023, [arXiv 2209.03003](https://arxiv.org/abs/2209.03003). Straightness, and reflow as a way to get it. After [11](../lectures/11_flow_matching.ipynb).
- T. Salimans, J. Ho, *Progressive distillation for fast sampling of diffusion models*, ICLR 2022, [arXiv 2202.00512](https://arxiv.org/abs/2202.00512). Halves the number of steps again and again; the $v$ prediction comes from here. After [05](../lectures/05_objective.ipynb), [14](../lectures/14_few_steps.ipynb).
- Y. Lipman and others, *Flow matching guide and code*, 2024, [arXiv 2412.06264](https://arxiv.org/abs/2412.06264). The reference work on flow matching, discrete states and manifolds included. After [11](../lectures/11_flow_matching.ipynb), [15](../lectures/15_discrete.ipynb).

**Research**

- F. Bao, C. Li, J. Zhu, B. Zhang, *Analytic-DPM: an analytic estimate of the optimal reverse variance in diffusion probabilistic models*, ICLR 2022, [arXiv 2201.06503](https://arxiv.org/abs/2201.06503). The best variance of a Gaussian reverse step in closed form; compare your own of lecture 04. After [04](../lectures/04_exact_reverse.ipynb), [08](../lectures/08_sampling.ipynb).
- Q. Zhang, Y. Chen, *Fast sampling of diffusion models with exponential integrator*, ICLR 2023, [arXiv 2204.13902](https://arxiv.org/abs/2204.13902). The same integrator found independently, with polynomial extrapolation. After [10](../lectures/10_solvers.ipynb).
- M. S. Albergo, N. M. Boffi, E. Vanden-Eijnden, *Stochastic interpolants: a unifying framework for flows and diffusions*, 2023, [arXiv 2303.08797](https://arxiv.org/abs/2303.08797). Any path between two laws, with its velocity and its score, and errors bounded for both. After [11](../lectures/11_flow_matching.ipynb).
- A. Tong and others, *Improving and generalizing flow-based generative models with minibatch optimal transport*, TMLR 2024, [arXiv 2302.00482](https://arxiv.org/abs/2302.00482). Pairing within a batch, and when the pairs approach optimal transport. After [11](../lectures/11_flow_matching.ipynb).
- J. Hertrich, A. Chambolle, J. Delon, *On the relation between rectified flows and optimal transport*, 2025, [arXiv 2505.19712](https://arxiv.org/abs/2505.19712). Counterexamples to a claim that is often repeated: straight paths need not be optimal ones. After [11](../lectures/11_flow_matching.ipynb).
- Z. Geng, M. Deng, X. Bai, J. Z. Kolter, K. He, *Mean flows for one-step generative modeling*, 2025, [arXiv 2505.13447](https://arxiv.org/abs/2505.13447). One step from an average velocity, learned without a teacher. After [14](../lectures/14_few_steps.ipynb).
"""

# %% [markdown]
r"""
## 3 · How is it steered, and how does it grow?

Guidance first, since nearly every picture you have seen used it; then where the large models work: in a latent space, or in a cascade.

**First**

- J. Ho, T. Salimans, *Classifier-free diffusion guidance*, 2022, [arXiv 2207.12598](https://arxiv.org/abs/2207.12598). Equation 6 is the line of code that lecture 12 tests against the exact tilted mixture. After [12](../lectures/12_guidance.ipynb).
- R. Rombach, A. Blattmann, D. Lorenz, P. Esser, B. Ommer, *High-resolution image synthesis with latent diffusion models*, CVPR 2022, [arXiv 2112.10752](https://arxiv.org/abs/2112.10752). Diffusion in the code of an autoencoder: what made large pictures affordable. After [13](../lectures/13_coarse_to_fine.ipynb).

**Then**

- P. Dhariwal, A. Nichol, *Diffusion models beat GANs on image synthesis*, NeurIPS 2021, [arXiv 2105.05233](https://arxiv.org/abs/2105.05233). Guidance by the gradient of a classifier, and a comparison with GANs to read with lecture 16's metrics in mind. After [12](../lectures/12_guidance.ipynb), [16](../lectures/16_rivals.ipynb).
- J. Ho, C. Saharia, W. Chan, D. J. Fleet, M. Norouzi, T. Salimans, *Cascaded diffusion models for high fidelity image generation*, JMLR 23, 2022, [arXiv 2106.15282](https://arxiv.org/abs/2106.15282). Generation down a hierarchy of resolutions, and why the conditioning picture must be blurred. After [13](../lectures/13_coarse_to_fine.ipynb).
- E. Hu and others, *LoRA: low-rank adaptation of large language models*, ICLR 2022, [arXiv 2106.09685](https://arxiv.org/abs/2106.09685). The adapter of lecture 13 where it was introduced. After [13](../lectures/13_coarse_to_fine.ipynb).
- A. Bradley, P. Nakkiran, *Classifier-free guidance is a predictor-corrector*, 2024, [arXiv 2408.09000](https://arxiv.org/abs/2408.09000). Proves with one Gaussian what guidance does not sample. After [12](../lectures/12_guidance.ipynb).
- T. Kynkäänniemi and others, *Applying guidance in a limited interval improves sample and distribution quality in diffusion models*, NeurIPS 2024, [arXiv 2404.07724](https://arxiv.org/abs/2404.07724). At which noise levels guidance helps, and where it harms. After [12](../lectures/12_guidance.ipynb).
- H. Chung and others, *Diffusion posterior sampling for general noisy inverse problems*, ICLR 2023, [arXiv 2209.14687](https://arxiv.org/abs/2209.14687). Inverse problems by a gradient through the denoiser; you know what it approximates. After [12](../lectures/12_guidance.ipynb).
- A. Lugmayr and others, *RePaint: inpainting using denoising diffusion probabilistic models*, CVPR 2022, [arXiv 2201.09865](https://arxiv.org/abs/2201.09865). Inpainting without training, by noising and denoising again. After [12](../lectures/12_guidance.ipynb).

**Research**

- L. Wu, B. L. Trippe, C. A. Naesseth, D. M. Blei, J. P. Cunningham, *Practical and asymptotically exact conditional sampling in diffusion models*, NeurIPS 2023, [arXiv 2306.17775](https://arxiv.org/abs/2306.17775). Particles that make the approximation exact in the limit of many. After [12](../lectures/12_guidance.ipynb).
- S. Rissanen, M. Heinonen, A. Solin, *Generative modelling with inverse heat dissipation*, ICLR 2023, [arXiv 2206.13397](https://arxiv.org/abs/2206.13397). Replaces noise by the heat equation of lecture 01: coarse to fine by blurring. After [01](../lectures/01_one_equation.ipynb), [13](../lectures/13_coarse_to_fine.ipynb).
- E. Hoogeboom, T. Salimans, *Blurring diffusion models*, ICLR 2023, [arXiv 2209.05557](https://arxiv.org/abs/2209.05557). One schedule a frequency, which contains both blurring and noising. After [13](../lectures/13_coarse_to_fine.ipynb).
- B. Jing, G. Corso, R. Berlinghieri, T. Jaakkola, *Subspace diffusion generative models*, ECCV 2022, [arXiv 2205.01490](https://arxiv.org/abs/2205.01490). Drops coordinates while noise hides them, and adds them again on the way to data. After [13](../lectures/13_coarse_to_fine.ipynb).
"""

# %% [markdown]
r"""
## 4 · What if the states are discrete?

Austin and others, then the two papers that turned the idea into language models.

**First**

- J. Austin, D. D. Johnson, J. Ho, D. Tarlow, R. van den Berg, *Structured denoising diffusion models in discrete state-spaces*, NeurIPS 2021, [arXiv 2107.03006](https://arxiv.org/abs/2107.03006). Uniform, absorbing and nearest-neighbour chains in one frame, the two of lecture 15 among them. After [15](../lectures/15_discrete.ipynb).
- S. S. Sahoo and others, *Simple and effective masked diffusion language models*, NeurIPS 2024, [arXiv 2406.07524](https://arxiv.org/abs/2406.07524). The masked chain with its bound reduced to a weighted cross-entropy, equation (15.8). After [15](../lectures/15_discrete.ipynb).

**Then**

- E. Hoogeboom, D. Nielsen, P. Jaini, P. Forré, M. Welling, *Argmax flows and multinomial diffusion: learning categorical distributions*, NeurIPS 2021, [arXiv 2102.05379](https://arxiv.org/abs/2102.05379). The uniform chain on its own, short and clear. After [15](../lectures/15_discrete.ipynb).
- A. Campbell and others, *A continuous time framework for discrete denoising models*, NeurIPS 2022, [arXiv 2205.14987](https://arxiv.org/abs/2205.14987). The reverse rate $\hat Q_{ij} = Q_{ji}\,p_j/p_i$, on which lectures 15 and 28 both stand. After [15](../lectures/15_discrete.ipynb), [28](../lectures/28_rewind.ipynb).
- A. Lou, C. Meng, S. Ermon, *Discrete diffusion modeling by estimating the ratios of the data distribution*, ICML 2024, [arXiv 2310.16834](https://arxiv.org/abs/2310.16834). Learns those ratios with a loss of its own, score entropy. After [15](../lectures/15_discrete.ipynb), [28](../lectures/28_rewind.ipynb).
- S. Nie and others, *Large language diffusion models*, 2025, [arXiv 2502.09992](https://arxiv.org/abs/2502.09992). A masked chain with eight billion parameters beside language models that write from left to right. After [15](../lectures/15_discrete.ipynb).
- A. Kotelnikov, D. Baranchuk, I. Rubachev, A. Babenko, *TabDDPM: modelling tabular data with diffusion models*, ICML 2023, [arXiv 2209.15421](https://arxiv.org/abs/2209.15421). Numbers and categories noised together, for tables such as those of lecture 17. After [15](../lectures/15_discrete.ipynb), [17](../lectures/17_imbalanced.ipynb).

**Research**

- K. Zheng and others, *Masked diffusion models are secretly time-agnostic masked models and exploit inaccurate categorical sampling*, ICLR 2025, [arXiv 2409.02908](https://arxiv.org/abs/2409.02908). Finds that published quality came partly from sampling in float32; a lesson in checking code. After [15](../lectures/15_discrete.ipynb).
- C. Vignac and others, *DiGress: discrete denoising diffusion for graph generation*, ICLR 2023, [arXiv 2209.14734](https://arxiv.org/abs/2209.14734). Generates graphs by noising their ties, so that you can ask which measures of lecture 23 survive. After [15](../lectures/15_discrete.ipynb), [23](../lectures/23_networks.ipynb).
"""

# %% [markdown]
r"""
## 5 · How good is it, and what does it remember?

Theis and others before any table of scores; Carlini and others before any release of data.

**First**

- L. Theis, A. van den Oord, M. Bethge, *A note on the evaluation of generative models*, ICLR 2016, [arXiv 1511.01844](https://arxiv.org/abs/1511.01844). Three criteria that contradict each other, with examples as short as ours. After [16](../lectures/16_rivals.ipynb).
- N. Carlini and others, *Extracting training data from diffusion models*, USENIX Security 2023, [arXiv 2301.13188](https://arxiv.org/abs/2301.13188). Training pictures recovered from published models, and how the attack chooses them. After [18](../lectures/18_memory_privacy_fairness.ipynb).
- N. V. Chawla, K. W. Bowyer, L. O. Hall, W. P. Kegelmeyer, *SMOTE: synthetic minority over-sampling technique*, JAIR 16, 2002, [doi 10.1613/jair.953](https://doi.org/10.1613/jair.953). The baseline of lecture 17 in its authors' words: new rows between a rare row and its neighbours. After [17](../lectures/17_imbalanced.ipynb).

**Then**

- D. P. Kingma, M. Welling, *Auto-encoding variational Bayes*, ICLR 2014, [arXiv 1312.6114](https://arxiv.org/abs/1312.6114). The bound of lecture 05 with one latent step, and the first rival. After [05](../lectures/05_objective.ipynb), [16](../lectures/16_rivals.ipynb).
- I. Goodfellow and others, *Generative adversarial nets*, NeurIPS 2014, [arXiv 1406.2661](https://arxiv.org/abs/1406.2661). The game without a likelihood, and section 4's proof of what its equilibrium is. After [16](../lectures/16_rivals.ipynb).
- G. Stein and others, *Exposing flaws of generative model evaluation metrics and their unfair treatment of diffusion models*, NeurIPS 2023, [arXiv 2306.04675](https://arxiv.org/abs/2306.04675). Scores against people's judgement, on a large scale. After [16](../lectures/16_rivals.ipynb).
- G. Somepalli and others, *Diffusion art or digital forgery? Investigating data replication in diffusion models*, CVPR 2023, [arXiv 2212.03860](https://arxiv.org/abs/2212.03860). How near copies are found among pictures, and how often there are some. After [18](../lectures/18_memory_privacy_fairness.ipynb).
- T. Stadler, B. Oprisanu, C. Troncoso, *Synthetic data: anonymisation groundhog day*, USENIX Security 2022, [arXiv 2011.07018](https://arxiv.org/abs/2011.07018). Measures what synthetic tables protect, and whom they leave exposed. After [17](../lectures/17_imbalanced.ipynb), [18](../lectures/18_memory_privacy_fairness.ipynb).
- R. van den Goorbergh, M. van Smeden, D. Timmerman, B. Van Calster, *The harm of class imbalance corrections for risk prediction models*, JAMIA 29, 2022, [arXiv 2202.09101](https://arxiv.org/abs/2202.09101). What resampling does to probabilities: lecture 17's calibration problem, in medicine. After [17](../lectures/17_imbalanced.ipynb).
- J. Le, *Generative modeling with diffusion*, 2024, [arXiv 2412.10948](https://arxiv.org/abs/2412.10948). The study whose noising process lecture 02 derives and whose claim about frauds lecture 17 tests. After [02](../lectures/02_noising.ipynb), [17](../lectures/17_imbalanced.ipynb).

**Research**

- Z. Kadkhodaie, F. Guth, E. P. Simoncelli, S. Mallat, *Generalization in diffusion models arises from geometry-adaptive harmonic representations*, ICLR 2024, [arXiv 2310.02557](https://arxiv.org/abs/2310.02557). Two networks trained on disjoint halves agree once there are enough pictures: the switch of lecture 18. After [18](../lectures/18_memory_privacy_fairness.ipynb).
- C. Dwork, A. Roth, *The algorithmic foundations of differential privacy*, Foundations and Trends in Theoretical Computer Science 9, 2014. The book behind the accounting of lecture 18 and the noisy answer of lecture 28. After [18](../lectures/18_memory_privacy_fairness.ipynb), [28](../lectures/28_rewind.ipynb).
"""

# %% [markdown]
r"""
## 6 · How do innovations spread, and can it be forecast?

Bass's own paper first; then why a fit is better than a forecast.

**First**

- F. M. Bass, *A new product growth for model consumer durables*, Management Science 15, 1969, [doi 10.1287/mnsc.15.5.215](https://doi.org/10.1287/mnsc.15.5.215). Two parameters and a ceiling, fitted to eleven durables, and one forecast into the unknown: colour television. After [19](../lectures/19_adoption.ipynb).
- E. M. Rogers, *Diffusion of innovations, 5th edition*, Free Press, 2003. The stages, the five attributes and the adopter classes, with the cases they were drawn from. After [19](../lectures/19_adoption.ipynb).

**Then**

- F. M. Bass, T. V. Krishnan, D. C. Jain, *Why the Bass model fits without decision variables*, Marketing Science 13, 1994, [doi 10.1287/mksc.13.3.203](https://doi.org/10.1287/mksc.13.3.203). Price and advertising put in, and the reason why leaving them out hardly showed. After [25](../lectures/25_economics.ipynb).
- J. A. Norton, F. M. Bass, *A diffusion theory model of adoption and substitution for successive generations of high-technology products*, Management Science 33, 1987, [doi 10.1287/mnsc.33.9.1069](https://doi.org/10.1287/mnsc.33.9.1069). Generations that take each other's buyers, on memory chips. After [25](../lectures/25_economics.ipynb).
- V. Srinivasan, C. H. Mason, *Nonlinear least squares estimation of new product diffusion models*, Marketing Science 5, 1986, [doi 10.1287/mksc.5.2.169](https://doi.org/10.1287/mksc.5.2.169). Fits the share of an interval, not a density at its end: the slip that lecture 19 names. After [19](../lectures/19_adoption.ipynb), [21](../lectures/21_estimation.ipynb).
- N. Meade, T. Islam, *Modelling and forecasting the diffusion of innovation: a 25-year review*, International Journal of Forecasting 22, 2006, [doi 10.1016/j.ijforecast.2006.01.005](https://doi.org/10.1016/j.ijforecast.2006.01.005). A quarter of a century of S-curves compared as forecasts. After [19](../lectures/19_adoption.ipynb), [22](../lectures/22_validation.ipynb).
- F. Lafond and others, *How well do experience curves predict technological progress? A method for making distributional forecasts*, Technological Forecasting and Social Change 128, 2018, [arXiv 1703.05979](https://arxiv.org/abs/1703.05979). Forecasts of prices with errors that were checked on past forecasts. After [25](../lectures/25_economics.ipynb).

**Research**

- C. Van den Bulte, G. L. Lilien, *Medical innovation revisited: social contagion versus marketing effort*, American Journal of Sociology 106, 2001. The doctors of lecture 19 again: with the advertising put in, the contagion is gone. After [19](../lectures/19_adoption.ipynb), [24](../lectures/24_influence.ipynb).
- H. P. Young, *Innovation diffusion in heterogeneous populations: contagion, social influence, and social learning*, American Economic Review 99, 2009. What the shape of a curve can and cannot say about the mechanism. After [25](../lectures/25_economics.ipynb).
- N. Victor, J. Ausubel, *DRAMs as model organisms for study of technological evolution*, Technological Forecasting and Social Change 69, 2002. Where lecture 25's eight generations of memory were counted. After [25](../lectures/25_economics.ipynb).
- P. I. Bass, F. M. Bass, *IT waves: two completed generational diffusion models*, working paper, 2004. The IBM series of lecture 25, fitted by those who proposed the model. After [25](../lectures/25_economics.ipynb).
"""

# %% [markdown]
r"""
## 7 · How do epidemics spread, and how is a model fitted and checked?

Keeling and Rohani for the models, Grinsztajn and others for the fit: the same school and the same fourteen days as in lecture 21.

**First**

- M. J. Keeling, P. Rohani, *Modeling infectious diseases in humans and animals*, Princeton University Press, 2008. The textbook: every compartment of lecture 20, with code. After [20](../lectures/20_epidemics.ipynb).
- L. Grinsztajn, E. Semenova, C. C. Margossian, J. Riou, *Bayesian workflow for disease transmission modeling in Stan*, Statistics in Medicine 40, 2021, [doi 10.1002/sim.9164](https://doi.org/10.1002/sim.9164). The influenza of lecture 21, fitted and checked step by step in another language. After [21](../lectures/21_estimation.ipynb), [22](../lectures/22_validation.ipynb).
- M. Betancourt, *A conceptual introduction to Hamiltonian Monte Carlo*, 2017, [arXiv 1701.02434](https://arxiv.org/abs/1701.02434). Pictures for why momentum helps, before any formula. After [21](../lectures/21_estimation.ipynb).

**Then**

- W. O. Kermack, A. G. McKendrick, *A contribution to the mathematical theory of epidemics*, Proceedings of the Royal Society A 115, 1927, [doi 10.1098/rspa.1927.0118](https://doi.org/10.1098/rspa.1927.0118). More general than the SIR model it is cited for: infectivity depends on the age of the infection. After [20](../lectures/20_epidemics.ipynb).
- D. T. Gillespie, *Exact stochastic simulation of coupled chemical reactions*, Journal of Physical Chemistry 81, 1977. The simulation of lecture 20, for molecules. After [01](../lectures/01_one_equation.ipynb), [20](../lectures/20_epidemics.ipynb).
- M. Welling, Y. W. Teh, *Bayesian learning via stochastic gradient Langevin dynamics*, ICML 2011. Langevin sampling of a posterior, the bridge between lectures 06 and 21. After [06](../lectures/06_score.ipynb), [21](../lectures/21_estimation.ipynb).
- A. Vehtari, A. Gelman, D. Simpson, B. Carpenter, P.-C. Bürkner, *Rank-normalization, folding, and localization: an improved R-hat for assessing convergence of MCMC*, Bayesian Analysis 16, 2021, [arXiv 1903.08008](https://arxiv.org/abs/1903.08008). Why the old R-hat can be 1 for chains that disagree. After [21](../lectures/21_estimation.ipynb).
- T. Gneiting, A. E. Raftery, *Strictly proper scoring rules, prediction, and estimation*, Journal of the American Statistical Association 102, 2007, [doi 10.1198/016214506000001437](https://doi.org/10.1198/016214506000001437). Which scores reward an honest forecast, and which do not. After [22](../lectures/22_validation.ipynb).
- A. Saltelli and others, *Global sensitivity analysis: the primer*, Wiley, 2008, [doi 10.1002/9780470725184](https://doi.org/10.1002/9780470725184). Sobol's and Morris's measures with their estimators, and what one-at-a-time changes miss. After [22](../lectures/22_validation.ipynb).

**Research**

- S. Talts and others, *Validating Bayesian inference algorithms with simulation-based calibration*, 2018, [arXiv 1804.06788](https://arxiv.org/abs/1804.06788). Checks a whole inference by ranks, as lecture 22 checks a forecast. After [22](../lectures/22_validation.ipynb).
"""

# %% [markdown]
r"""
## 8 · What does structure do, and who is influential?

Easley and Kleinberg to begin; then Kiss, Miller and Simon for epidemics, or Kempe and others for influence.

**First**

- D. Easley, J. Kleinberg, *Networks, crowds, and markets: reasoning about a highly connected world*, Cambridge University Press, 2010. A first course on networks, cascades and herds that needs no more mathematics than ours. After [23](../lectures/23_networks.ipynb), [24](../lectures/24_influence.ipynb), [25](../lectures/25_economics.ipynb).
- D. Kempe, J. Kleinberg, É. Tardos, *Maximizing the spread of influence through a social network*, KDD 2003. Defines the problem of lecture 24 and proves the bound for the greedy choice. After [24](../lectures/24_influence.ipynb).
- U. von Luxburg, *A tutorial on spectral clustering*, Statistics and Computing 17, 2007, [arXiv 0711.0189](https://arxiv.org/abs/0711.0189). The eigenvectors of lectures 01 and 23, explained three times in different ways. After [01](../lectures/01_one_equation.ipynb), [23](../lectures/23_networks.ipynb).

**Then**

- I. Z. Kiss, J. C. Miller, P. L. Simon, *Mathematics of epidemics on networks*, Springer, 2017. From exact equations to pair approximations and edge-based models, with the package EoN. After [20](../lectures/20_epidemics.ipynb), [23](../lectures/23_networks.ipynb).
- R. Pastor-Satorras, C. Castellano, P. Van Mieghem, A. Vespignani, *Epidemic processes in complex networks*, Reviews of Modern Physics 87, 2015, [doi 10.1103/RevModPhys.87.925](https://doi.org/10.1103/RevModPhys.87.925). The review to consult for a threshold: which approximation holds on which network. After [23](../lectures/23_networks.ipynb).
- M. E. J. Newman, *Spread of epidemic disease on networks*, Physical Review E 66, 2002. An SIR epidemic as percolation, and the generating functions of lecture 23. After [23](../lectures/23_networks.ipynb).
- M. Granovetter, *Threshold models of collective behavior*, American Journal of Sociology 83, 1978, [doi 10.1086/226707](https://doi.org/10.1086/226707). Two crowds that are nearly alike, one of which riots. After [24](../lectures/24_influence.ipynb).
- D. Centola, M. Macy, *Complex contagions and the weakness of long ties*, American Journal of Sociology 113, 2007. Why a shortcut that speeds up a disease can stop a behaviour. After [24](../lectures/24_influence.ipynb).
- D. J. Watts, *A simple model of global cascades on random networks*, PNAS 99, 2002. When one adopter can start a cascade: the window between too few ties and too many. After [24](../lectures/24_influence.ipynb).
- C. Borgs, M. Brautbar, J. Chayes, B. Lucier, *Maximizing social influence in nearly optimal time*, SODA 2014, [arXiv 1212.0884](https://arxiv.org/abs/1212.0884). Reverse-reachable sets: sample who could have reached you, instead of whom you reach. After [24](../lectures/24_influence.ipynb).

**Research**

- A. Banerjee, A. G. Chandrasekhar, E. Duflo, M. O. Jackson, *The diffusion of microfinance*, Science 341, 2013, [doi 10.1126/science.1236498](https://doi.org/10.1126/science.1236498). Who should hear first, asked in Indian villages whose networks were measured. After [24](../lectures/24_influence.ipynb).
- A. Tsang, B. Wilder, E. Rice, M. Tambe, Y. Zick, *Group-fairness in influence maximization*, IJCAI 2019, [arXiv 1903.00967](https://arxiv.org/abs/1903.00967). What the optimum of lecture 24 does to a group that is badly connected. After [24](../lectures/24_influence.ipynb), [28](../lectures/28_rewind.ipynb).
- R. Pastor-Satorras, A. Vespignani, *Epidemic spreading in scale-free networks*, Physical Review Letters 86, 2001. The vanishing threshold, and a good place to ask how large a network has to be for it. After [23](../lectures/23_networks.ipynb).
- A. Clauset, C. R. Shalizi, M. E. J. Newman, *Power-law distributions in empirical data*, SIAM Review 51, 2009, [doi 10.1137/070710111](https://doi.org/10.1137/070710111). How to test a power law, and why a straight line on logarithmic axes is no test. After [23](../lectures/23_networks.ipynb).
"""

# %% [markdown]
r"""
## 9 · Why do people herd, and banks fail together?

**First**

- S. Bikhchandani, D. Hirshleifer, I. Welch, *A theory of fads, fashion, custom, and cultural change as informational cascades*, Journal of Political Economy 100, 1992. A herd of rational people, which can be wrong for ever. After [25](../lectures/25_economics.ipynb).
- L. Eisenberg, T. H. Noe, *Systemic risk in financial systems*, Management Science 47, 2001. The clearing vector of lecture 25, with its proof of uniqueness. After [25](../lectures/25_economics.ipynb).

**Then**

- P. Gai, S. Kapadia, *Contagion in financial networks*, Proceedings of the Royal Society A 466, 2010. Watts's cascades with balance sheets: rare, and then everywhere. After [24](../lectures/24_influence.ipynb), [25](../lectures/25_economics.ipynb).
- D. Acemoglu, A. Ozdaglar, A. Tahbaz-Salehi, *Systemic risk and stability in financial networks*, American Economic Review 105, 2015. Why more links help after a small shock and hurt after a large one. After [25](../lectures/25_economics.ipynb).
- L. C. G. Rogers, L. A. M. Veraart, *Failure and rescue in an interbank network*, Management Science 59, 2013. Clearing when default itself destroys value, so that more than one solution can exist. After [25](../lectures/25_economics.ipynb).

**Research**

- M. Elliott, B. Golub, M. O. Jackson, *Financial networks and contagion*, American Economic Review 104, 2014. Separates how many partners a bank has from how much it owes them. After [25](../lectures/25_economics.ipynb).
- H. Hong, J. C. Stein, *A unified theory of underreaction, momentum trading, and overreaction in asset markets*, Journal of Finance 54, 1999. News that diffuses slowly among investors, as an explanation of prices. After [25](../lectures/25_economics.ipynb).
"""

# %% [markdown]
r"""
## 10 · What do space and hierarchy do?

**First**

- P. R. Gould, *Spatial diffusion*, Association of American Geographers, Resource Paper 4, 1969. Carriers, barriers, expansion, relocation and hierarchy, with maps, for students. After [26](../lectures/26_geography.ipynb).
- T. O. Graff, D. Ashton, *Spatial diffusion of Wal-Mart: contagious and reverse hierarchical elements*, Professional Geographer 46, 1994. The case from which *reverse hierarchical* has its name. After [26](../lectures/26_geography.ipynb), [27](../lectures/27_hierarchy.ipynb).

**Then**

- T. Hägerstrand, *Innovation diffusion as a spatial process*, University of Chicago Press, 1967. Farmers, maps and chance, simulated: where the study of spread in space begins. After [26](../lectures/26_geography.ipynb).
- S. L. Wickramasuriya, G. Athanasopoulos, R. J. Hyndman, *Optimal forecast reconciliation for hierarchical and grouped time series through trace minimization*, Journal of the American Statistical Association 114, 2019. Forecasts at every level of a tree made to add up, at least variance. After [27](../lectures/27_hierarchy.ipynb).

**Research**

- T. J. Holmes, *The diffusion of Wal-Mart and economies of density*, Econometrica 79, 2011, [doi 10.3982/ECTA7699](https://doi.org/10.3982/ECTA7699). The openings of lecture 26 explained by the cost of delivery. After [26](../lectures/26_geography.ipynb).
"""

# %% [markdown]
r"""
## 11 · Where did it start, and whom does the answer expose?

**First**

- D. Shah, T. Zaman, *Rumors in a network: who's the culprit?*, IEEE Transactions on Information Theory 57, 2011, [arXiv 0909.4370](https://arxiv.org/abs/0909.4370). Rumour centrality: the most likely source on a regular tree, by counting orders of infection. After [28](../lectures/28_rewind.ipynb).

**Then**

- F. P. Kelly, *Reversibility and stochastic networks*, Wiley, 1979. Reversed rates in section 1.7, long before a generative model used them. After [01](../lectures/01_one_equation.ipynb), [28](../lectures/28_rewind.ipynb).
- A. Y. Lokhov, M. Mézard, H. Ohta, L. Zdeborová, *Inferring the origin of an epidemic with a dynamic message-passing algorithm*, Physical Review E 90, 2014, [arXiv 1303.5315](https://arxiv.org/abs/1303.5315). Message passing for the likelihood of each possible source. After [28](../lectures/28_rewind.ipynb).
- F. Altarelli and others, *Bayesian inference of epidemics on networks via belief propagation*, Physical Review Letters, 2014, [arXiv 1307.6786](https://arxiv.org/abs/1307.6786). The joint posterior where the method above multiplies marginals. After [28](../lectures/28_rewind.ipynb).
- N. Antulov-Fantulin and others, *Identification of patient zero in static and temporal networks: robustness and limitations*, Physical Review Letters, 2015, [arXiv 1406.2909](https://arxiv.org/abs/1406.2909). The posterior by simulation, and when no method can know. After [28](../lectures/28_rewind.ipynb).
- B. Huang and others, *Two-stage denoising diffusion model for source localization in graph inverse problems*, 2023, [arXiv 2304.08841](https://arxiv.org/abs/2304.08841). Both meanings of *diffusion* in one paper: a generative model looks for patient zero. After [28](../lectures/28_rewind.ipynb).

**Research**

- D. Shah, T. Zaman, *Finding rumor sources on random trees*, Operations Research 64, 2016, [arXiv 1110.6230](https://arxiv.org/abs/1110.6230). The probability of being right for trees that are not regular. After [28](../lectures/28_rewind.ipynb).
- W. Dong, W. Zhang, C. W. Tan, *Rooting out the rumor culprit from suspects*, ISIT 2013, [arXiv 1301.6312](https://arxiv.org/abs/1301.6312). The same with few cases and with a list of suspects. After [28](../lectures/28_rewind.ipynb).
- P. Berenbrink and others, *Inference of a rumor's source in the independent cascade model*, UAI 2023. When the source can be found at all, for the cascades of lecture 24. After [24](../lectures/24_influence.ipynb), [28](../lectures/28_rewind.ipynb).
"""

# %% [markdown]
r"""
## 12 · Whose code to read after ours?

- [huggingface/diffusion-models-class](https://github.com/huggingface/diffusion-models-class): a course in notebooks on the library `diffusers`, from a first model to fine-tuning and audio. After [07](../lectures/07_training.ipynb), [12](../lectures/12_guidance.ipynb).
- [yuanchenyang/smalldiffusion](https://github.com/yuanchenyang/smalldiffusion): training and sampling in a few short files, to be read from top to bottom. After [07](../lectures/07_training.ipynb), [08](../lectures/08_sampling.ipynb).
- [NVlabs/edm](https://github.com/NVlabs/edm): the code of Karras and others, in which each row of their design table is one option. After [10](../lectures/10_solvers.ipynb).
- [eje24/iap-diffusion-labs](https://github.com/eje24/iap-diffusion-labs): the labs to the lecture notes of Holderrieth and Erives. After [09](../lectures/09_continuous_time.ipynb), [11](../lectures/11_flow_matching.ipynb).
- [atong01/conditional-flow-matching](https://github.com/atong01/conditional-flow-matching): the pairings of lecture 11, and others. After [11](../lectures/11_flow_matching.ipynb).
- [facebookresearch/flow_matching](https://github.com/facebookresearch/flow_matching): flows on vectors, on manifolds and on discrete states. After [11](../lectures/11_flow_matching.ipynb), [15](../lectures/15_discrete.ipynb).
- [kuleshov-group/mdlm](https://github.com/kuleshov-group/mdlm): a masked language model with its bound and its samplers. After [15](../lectures/15_discrete.ipynb).
- [springer-math/Mathematics-of-Epidemics-on-Networks](https://github.com/springer-math/Mathematics-of-Epidemics-on-Networks): EoN, with which our tests compare. After [20](../lectures/20_epidemics.ipynb), [23](../lectures/23_networks.ipynb).
- [USCCANA/netdiffuseR](https://github.com/USCCANA/netdiffuseR): for R, with three classic studies of adoption and their networks, which our sums have lost. After [19](../lectures/19_adoption.ipynb), [24](../lectures/24_influence.ipynb).
- [mamut86/diffusion](https://github.com/mamut86/diffusion): for R, the curves of lecture 19, and generations, of which its own page says that they do not work well. After [19](../lectures/19_adoption.ipynb), [25](../lectures/25_economics.ipynb).
- [QuantEcon/lecture-python.myst](https://github.com/QuantEcon/lecture-python.myst): lectures on economics in Python: Markov chains, and much that money does beside spreading. After [01](../lectures/01_one_equation.ipynb), [25](../lectures/25_economics.ipynb).

## 13 · How do I go on into the collection?

[heejkoo/Awesome-Diffusion-Models](https://github.com/heejkoo/Awesome-Diffusion-Models) lists papers on diffusion models by subject, the newest first; the README of `diffusers` thanks its author for it.
It goes on under another owner as [diff-usion/Awesome-Diffusion-Models](https://github.com/diff-usion/Awesome-Diffusion-Models).
We counted its entries in the version of 5 November 2023: 2 975, after 261 in July 2022.
What appeared since is not in these numbers.

| section | entries | prepared by |
|---|---|---|
| Resources: posts, papers, videos, lectures, notebooks | 38 | [00](../lectures/00_start_here.ipynb), [05](../lectures/05_objective.ipynb), [06](../lectures/06_score.ipynb), [07](../lectures/07_training.ipynb) |
| Survey | 22 | [00](../lectures/00_start_here.ipynb) |
| Vision · Generation | 370 | [03](../lectures/03_schedules.ipynb), [07](../lectures/07_training.ipynb), [08](../lectures/08_sampling.ipynb), [10](../lectures/10_solvers.ipynb), [13](../lectures/13_coarse_to_fine.ipynb), [14](../lectures/14_few_steps.ipynb) |
| Vision · Classification | 54 | [12](../lectures/12_guidance.ipynb), [17](../lectures/17_imbalanced.ipynb) |
| Vision · Segmentation | 83 | [12](../lectures/12_guidance.ipynb) |
| Vision · Image Translation | 65 | [12](../lectures/12_guidance.ipynb) |
| Vision · Inverse Problems | 239 | [12](../lectures/12_guidance.ipynb) |
| Vision · Medical Imaging | 201 | [12](../lectures/12_guidance.ipynb), [17](../lectures/17_imbalanced.ipynb), [18](../lectures/18_memory_privacy_fairness.ipynb) |
| Vision · Multi-modal Learning | 682 | [12](../lectures/12_guidance.ipynb), [13](../lectures/13_coarse_to_fine.ipynb) |
| Vision · 3D Vision | 288 | [13](../lectures/13_coarse_to_fine.ipynb) |
| Vision · Adversarial Attack | 67 | [06](../lectures/06_score.ipynb), [18](../lectures/18_memory_privacy_fairness.ipynb) |
| Vision · Miscellany | 254 | – |
| Audio, six sections | 168 | [09](../lectures/09_continuous_time.ipynb), [12](../lectures/12_guidance.ipynb) |
| Natural Language | 56 | [15](../lectures/15_discrete.ipynb) |
| Tabular and Time Series, four sections | 68 | [15](../lectures/15_discrete.ipynb), [17](../lectures/17_imbalanced.ipynb), [22](../lectures/22_validation.ipynb) |
| Graph · Generation | 26 | [15](../lectures/15_discrete.ipynb), [23](../lectures/23_networks.ipynb) |
| Graph · Molecular and Material | 71 | [15](../lectures/15_discrete.ipynb), [23](../lectures/23_networks.ipynb) |
| Reinforcement Learning | 57 | [12](../lectures/12_guidance.ipynb) |
| Theory | 85 | [04](../lectures/04_exact_reverse.ipynb), [09](../lectures/09_continuous_time.ipynb), [11](../lectures/11_flow_matching.ipynb) |
| Applications | 81 | [25](../lectures/25_economics.ipynb), [28](../lectures/28_rewind.ipynb) |

**What this course leaves to it:** networks for sound, video, molecules and scenes in three dimensions; control and reinforcement learning; everything that needs more than a laptop.
You know the process and the sampler in all of them; what is new is the network, the data and the condition.

**What it leaves to this course:** any model of spread through a population.
The one bridge is the paper of B. Huang and others in section 11.

**To find what is newer**, take a work you know from this list and look up who cites it.

## How this list was made

Title, authors, year and number of every entry were compared with a record of it elsewhere: the collection of section 13, a publisher's page, a repository, or the reference list of another work.
What could not be found was left out.
The sentences are ours, and a test holds that every lecture is reached and that no work stands here twice.
The counts of section 13 are ours, by heading.
"""
