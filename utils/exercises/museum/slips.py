"""Slips found in published teaching material, papers and libraries, each with the place where it can be checked.

What is described is the slip, not the people: most places are good courses and good code, and many were mended by
their authors as soon as somebody said so. A place without an address is one we read and cannot cite any more.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """One slip, as it was published.

    kind     a key of KINDS
    name     what was written for what
    where    where it was seen
    found    a test or a witness that finds it
    mistake  (exercise, name of its mistake) that teaches it, or None
    right    the right line, where no edit of the exercise's answer shows it
    wrong    the line as it was published
    """

    kind: str
    name: str
    where: str
    found: str
    mistake: tuple[str, str] | None = None
    right: str = ""
    wrong: str = ""


KINDS = ("root", "index", "factor", "left out", "law", "measure", "default")
HF = "huggingface/diffusion-models-class"

SLIPS = (
    # a root -------------------------------------------------------------------
    Slip(
        "root",
        "β for √β in the noising step",
        f"{HF}, issue 63; acids-ircam/diffusion_models, issue 1",
        "noise data of variance 1: the variance must stay 1",
        ("02.1", "the variance where the standard deviation belongs"),
    ),
    Slip(
        "root",
        "1 − ᾱ for √(1 − ᾱ) in the closed form",
        "a short course: Ryota-Kawamura/How-Diffusion-Models-Work, issue 1 (open since 2023), and copies of it; "
        "the paper RePaint, algorithm 1, line 5, from there into diffusers (pull request 10185) and out again (10644)",
        "the same in the middle of the chain, for at both ends the slip agrees",
        ("02.4", "noise multiplied by 1 − ᾱ_t"),
    ),
    Slip(
        "root",
        "√(1 − ᾱ) written as the variance",
        f"{HF}, issues 18 and 63",
        "take the root of what stands in the second place of N, and compare with the code",
        right="q(x_t | x_0) = N(√ᾱ_t x_0, (1 − ᾱ_t) I)",
        wrong="q(x_t | x_0) = N(√ᾱ_t x_0, √(1 − ᾱ_t) I)",
    ),
    Slip(
        "root",
        "the step for its root, in the noise of a Langevin step",
        "google-research/ibc, ibc/agents/mcmc.py lines 247–249 (1073c37) and issue 6; a course's lab, mended since",
        "halve the step: a right rule comes closer to the target",
        ("06.6", "the wrong power of the step"),
        right="x = x + h * score / 2 + np.sqrt(h) * z",
        wrong="x = x + h * (score / 2 + z)",
    ),
    Slip(
        "root",
        "the network's input divided by the variance",
        "diffusers, examples/research_projects/consistency_training/train_cm_ct_unconditional.py (071190d), issue 8277",
        "the input must have variance 1 at every level",
        ("14.3", "c_in without the root"),
    ),
    # an index, a sign, an order -----------------------------------------------
    Slip(
        "index",
        "t where t + 1 is meant, in the loop that samples",
        "a notebook that goes with a textbook, mended since",
        "with an exact denoiser the variance of the samples is known (lecture 08)",
        ("08.6", "the level still wrong"),
    ),
    Slip(
        "index",
        "noise at the last step",
        "the same notebook; the notebook of the fraud study of lecture 17 (arXiv 2412.10948)",
        "data finer than the last noise level show it; wide data do not",
        right="x = mean + std[t] * (z if t > 1 else 0)",
        wrong="x = mean + std[t] * z",
    ),
    Slip(
        "index",
        "velocity and time of two conventions mixed",
        "primepake/splitmeanflow, issue 2: teacher from noise to data, student from data to noise",
        "one step from pure noise must land near the mean of the data",
        ("11.3", "sign of v"),
    ),
    Slip(
        "index",
        "the last time never drawn",
        f"{HF}, unit2/02_class_conditioned_diffusion_model_example.ipynb (8243e35)",
        "the largest time drawn must be the first one that the sampler asks for",
        right="timesteps = torch.randint(0, 1000, (len(x),))",
        wrong="timesteps = torch.randint(0, 999, (len(x),))",
    ),
    Slip(
        "index",
        "resampling after the loop instead of inside it",
        "lucidrains/denoising-diffusion-pytorch, issue 319, mended by pull request 320",
        "count the network's calls at each noise level",
        right="for t in times:\n    for _ in range(repeats): x = noise_again(step(x, t))",
        wrong="for t in times: x = step(x, t)\nfor _ in range(repeats): x = noise_again(step(x, t))",
    ),
    Slip(
        "index",
        "gradients clipped before they are computed",
        "the notebook of the fraud study of lecture 17 (arXiv 2412.10948)",
        "print the norm of the gradient that the optimiser uses",
        right="loss.backward(); clip_grad_norm_(net.parameters(), 1.0); optimiser.step()",
        wrong="clip_grad_norm_(net.parameters(), 1.0); loss.backward(); optimiser.step()",
    ),
    Slip(
        "index",
        "+1.1 for −1.1 as the mean of log σ",
        "Kinyugo/consistency_models, README line 123 (2e6618d), issue 5; paper and code say −1.1",
        "plot a histogram of the noise levels over that of the data",
        right="lognormal_mean = -1.1",
        wrong="lognormal_mean = 1.1",
    ),
    Slip(
        "index",
        "the calendar year as time since the launch",
        "a student's repository on Bass' model",
        "estimates that equal their starting values are no estimates",
        ("19.2", "calendar year as time"),
    ),
    Slip(
        "index",
        "the density at a year's end for the sales of the year",
        "at least eight copies of one notebook on Bass' model",
        "the sales of all years must add up to the share that has adopted",
        ("19.2", "density at the year's end"),
    ),
    # a factor or a term --------------------------------------------------------
    Slip(
        "factor",
        "Bass' density without its factor p",
        "six copies of one marketing homework",
        "a density must integrate to 1",
        ("19.2", "density without p, at the end"),
        right="m * p * (p + q)**2 * left / (p + q * left)**2",
        wrong="m * (p + q)**2 * left / (p + q * left)**2",
    ),
    Slip(
        "factor",
        "β/α without the first infected",
        "textbooks, for the plague of Eyam",
        "put the estimate into the equation that it solves, and run it to the end",
        ("21.5", "I₀ left out"),
    ),
    Slip(
        "factor",
        "price levels for relative changes",
        "a lecture page on the generalised Bass model",
        "at a constant price the model must be Bass' own; and dollars and cents must agree",
        ("25.1", "price levels"),
    ),
    Slip(
        "factor",
        "σ_data forgotten, and the boundary at 0",
        "the same script of diffusers, pull request 6833 (open); diffusers issue 8547 for latent consistency models",
        "at the smallest level the function must return its input, exactly",
        ("14.3", "c_out without s"),
    ),
    Slip(
        "factor",
        "Laplace noise of scale ε for 1/ε",
        "five tutorials, as laplace(0, epsilon)",
        "halve ε: the noise must double",
        ("28.6", "noise of scale epsilon"),
        right="rng.laplace(scale=sensitivity / epsilon)",
        wrong="rng.laplace(0, epsilon)",
    ),
    Slip(
        "factor",
        "pictures scaled after decoding, codes not before",
        "Project-MONAI/GenerativeModels, issue 212, mended by pull request 214; PyTorch-Adventures, issue 4",
        "encode and decode data: the spread of the codes must be what the network was trained on",
        ("13.2", "scaled after decoding"),
        right="decoder(scale * z + shift)",
        wrong="decoder(z) * scale",
    ),
    # something left out --------------------------------------------------------
    Slip(
        "left out",
        "the gradient left out of a score",
        "a course's homework: log q = −(x_s − x)/s²",
        "a score has as many entries as x, and is 0 at a maximum",
        ("06.1", "the logarithm without the gradient"),
        right="score = ∇ log q(x_s | x) = −(x_s − x)/s²",
        wrong="log q(x_s | x) = −(x_s − x)/s²",
    ),
    Slip(
        "left out",
        "the scale of the codes never undone",
        "diffusers, issue 5166, mended by pull request 5213",
        "encode and decode data: what comes back must have the contrast of what went in",
        ("13.2", "not scaled"),
    ),
    Slip(
        "left out",
        "the null label left out when sampling with guidance",
        "QiaoyuHu89/DiffGui, issue 5; the solutions of a course",
        "change the scale: the answer must change",
        right="unconditional = net(x, t, null)",
        wrong="unconditional = net(x, t, label)",
    ),
    Slip(
        "left out",
        "the label dropped in nine rows of ten instead of one",
        "eje24/iap-diffusion-labs, solution of lab 3, mended by pull request 3",
        "count the rows that kept their label",
        right="y[rng.random(len(y)) < eta] = null",
        wrong="y[rng.random(len(y)) < 1 - eta] = null",
    ),
    Slip(
        "left out",
        "the first years left out",
        "copies of a classic table of Bass' estimates, refitted to series that start years after the launch",
        "leave out the first years of a series that you know whole",
        right="fit(years_since_launch, sales)",
        wrong="fit(years_since_first_record, sales)",
    ),
    Slip(
        "left out",
        "columns left unscaled",
        "the notebook of the fraud study of lecture 17 (arXiv 2412.10948): the principal components as they come",
        "the signal-to-noise ratio of each column at the middle of the chain",
        right="x0 = (rows - mean) / deviation",
        wrong="x0 = rows",
    ),
    Slip(
        "left out",
        "never, read as the last year",
        "a data file whose last code means not adopted (Brazilian hybrid corn, in an R package) read without its notes",
        "a sudden tower at the end of the histogram",
        ("21.3", "never adopted in the last year"),
    ),
    # the wrong law --------------------------------------------------------------
    Slip(
        "law",
        "uniform noise for Gaussian",
        f"acids-ircam/diffusion_models, issue 8; {HF}, unit1/02_diffusion_models_from_scratch.ipynb (8243e35)",
        "the mean of the noise must be 0, its variance 1",
        right="noise = torch.randn_like(x)",
        wrong="noise = torch.rand_like(x)",
    ),
    Slip(
        "law",
        "the start N(0, 1) where the chain has not forgotten its data",
        "tanelp/tiny-diffusion, T = 50 and β up to 0.02; two courses whose chains end at an SNR of 1.5 and 0.3",
        "ᾱ_T of the table of β in use, not of the paper's",
        right="x_T = sqrt(alpha_bar[T]) * x_0 + sqrt(1 - alpha_bar[T]) * noise",
        wrong="x_T = noise",
    ),
    Slip(
        "law",
        "1 + w where w is meant",
        "two scales in use: diffusers, issues 5882, 9680; threestudio, issue 289; CompVis/stable-diffusion, issue 796",
        "say which scale means no guidance, 0 or 1, and try it",
        ("12.1", "1 + w for w"),
    ),
    Slip(
        "law",
        "three channels of four guided",
        "facebookresearch/DiT, models.py lines 258–262 (ed81ce2), on purpose; many copies inherit it",
        "the channels of the answer, one by one, at two scales",
        right="half = u + w * (c - u)                        # all channels",
        wrong="half = cat([u[:3] + w * (c[:3] - u[:3]), c[3:]])",
    ),
    Slip(
        "law",
        "one coin for everybody",
        "H. Kingi, Influence maximization in Python, 2018, function IC: the seed is set inside the loop over people; "
        "8 of 10 public programs for greedy and CELF that we read have it",
        "the standard deviation of the spread, not its mean",
        ("24.1", "one coin for all who try"),
        right="for node in new_active: success = rng.random(...) < p",
        wrong="for node in new_active:\n    np.random.seed(i)\n    success = np.random.uniform(...) < p",
    ),
    Slip(
        "law",
        "everybody reached tries again in each step",
        "two public programs for independent cascades",
        "on a single tie: it is used with probability p, however many steps there are",
        ("24.1", "everybody reached tries again each step"),
    ),
    Slip(
        "law",
        "a rate held fixed over a step",
        "facebookresearch/flow_matching, discrete_solver.py (11568d3), as any method with frozen rates",
        "the share of tokens that is left for the last step is 1/T",
        right="reveal = (t - s) / t",
        wrong="reveal = 1 - exp(-(t - s) / t)",
    ),
    Slip(
        "law",
        "a race run in float32",
        "kuleshov-group/mdlm, diffusion.py lines 24–28 (c112c52); found by Zheng and others (arXiv 2409.02908)",
        "the same sampler in float64",
        right="first whether (one number), then what (another)",
        wrong="argmax of p / (-log(rand)) over the mask and all words, in float32",
    ),
    # the wrong comparison, the wrong measure -------------------------------------
    Slip(
        "measure",
        "the learned score at t against the score of the data",
        "the notebook of a summer school",
        "give the measure the exact network: it must return 0",
        ("06.1", "the score of the data"),
        right="mean((net(x_t, t) - score(x_t, t))**2)",
        wrong="mean((net(x_t, t) - score(x_t, 0))**2)",
    ),
    Slip(
        "measure",
        "Chamfer distance as a mark",
        "KAIST-Visual-AI-Group/Diffusion-Assignment1-DDPM, README (064490e): ten points below a Chamfer distance of 20",
        "give the measure a sampler with the right places and the wrong shares",
        right="sliced_wasserstein(samples, data)",
        wrong="chamfer(samples, data)",
    ),
    Slip(
        "measure",
        "one golden number as a test",
        "several courses' checks",
        "run the check on wrong answers, too",
        right="for x in many_inputs: assert close(f(x), reference(x))",
        wrong="assert close(f(1.0), 0.8415)",
    ),
    Slip(
        "measure",
        "“more timesteps give better samples”",
        "the README of tanelp/tiny-diffusion",
        "start each chain from its own q(x_T)",
        right="compare chains that end at the same ᾱ_T",
        wrong="compare chains that share β_1 and β_T",
    ),
    Slip(
        "measure",
        "an exponent by a line through the log–log histogram",
        "at least four public notebooks on scale-free networks",
        "draw from a law whose exponent you know",
        ("23.2", "a line through the log–log histogram"),
        right="maximum likelihood, from a smallest degree on",
        wrong="slope of np.polyfit(np.log(k), np.log(count), 1)",
    ),
    Slip(
        "measure",
        "a cascade window with one end",
        "iris.joshua-becker.com/lab/social-contagion-complex-threshold-cascade",
        "at a mean degree of nearly 0 nothing spreads",
        right="Σ_{k ≤ 1/φ} k (k − 1) p_k > ⟨k⟩",
        wrong="1/φ > ⟨k²⟩/⟨k⟩ − 1",
    ),
    Slip(
        "measure",
        "softmax twice",
        "eriklindernoren/PyTorch-GAN (36d3c77): acgan.py lines 100 and 113, infogan.py, sgan.py, pixelda.py",
        "the loss of a perfect answer must be 0",
        ("16.4", "softmax twice"),
        right="CrossEntropyLoss()(logits, y)",
        wrong="CrossEntropyLoss()(Softmax()(logits), y)",
    ),
    Slip(
        "measure",
        "the KL of a code averaged over its coordinates",
        "pytorch/examples until pull request 296; maxhodak/keras-molecules, issue 59; mkusner/grammarVAE, issue 2",
        "the bound of a model that can be solved must be below its log-likelihood",
        ("16.1", "mean over coordinates"),
    ),
    Slip(
        "measure",
        "a Fréchet distance of few samples, with no floor beside it",
        "asked in pfriedri/wdm-3d, issue 12 (120 samples), and in mseitzer/pytorch-fid, issue 98",
        "two samples of the data, of the same sizes",
        right="frechet(samples, data) beside frechet(data, more data)",
        wrong="frechet(100 samples, data)",
    ),
    Slip(
        "measure",
        "validation on the training rows",
        "the notebook of the fraud study of lecture 17 (arXiv 2412.10948)",
        "a model that stores its rows",
        right="stop where loss(held-out rows) is least",
        wrong="stop where loss(training rows) is least",
    ),
    # a default --------------------------------------------------------------------
    Slip(
        "default",
        "clip_sample left on",
        "diffusers' DDPMScheduler and DDIMScheduler, on by default: PKU-YuanGroup/Open-Sora-Plan, issue 294; "
        "kohya-ss/sd-scripts, issue 1432",
        "print the range of the data",
        right="DDIMScheduler(clip_sample=False)",
        wrong="DDIMScheduler()",
    ),
    Slip(
        "default",
        "the first noise level never visited",
        "diffusers, timestep_spacing=leading; Lin and others, Common diffusion noise schedules and sample steps are "
        "flawed, WACV 2024",
        "print the times that the sampler visits",
        right='DDIMScheduler(timestep_spacing="trailing")',
        wrong='DDIMScheduler(timestep_spacing="leading")',
    ),
    Slip(
        "default",
        "another autoencoder's scale",
        "open-mmlab/mmagic, issue 2062; apple/ml-stable-diffusion, pull request 300; hpcaitech/Open-Sora, issue 494",
        "the standard deviation of encoded data must be 1",
        right="latents = vae.encode(x) * vae.config.scaling_factor   # 0.13025 for SDXL",
        wrong="latents = vae.encode(x) * 0.18215                     # Stable Diffusion 1's",
    ),
    Slip(
        "default",
        "guidance that is off up to 1",
        "diffusers, issue 12905, mended by pull request 13183: D_c + w (D_c − D_u) behind a switch for w > 1",
        "the answer as a function of the scale has no flat part",
        right="guided = c + w * (c - u)",
        wrong="guided = c + w * (c - u) if w > 1 else c",
    ),
    Slip(
        "default",
        "pairs drawn with replacement",
        "torchcfm, optimal_transport.py (cacd4dc), issue 142",
        "count the different rows of a batch",
        right="j = linear_sum_assignment(cost)[1]",
        wrong="i, j = draw n pairs from the plan, with replacement",
    ),
)
