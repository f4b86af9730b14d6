"""diffusers' schedulers as referees: its formulas, fed with float64 tables.

Left alone they keep their tables in float32 (an error of about 1e-4), so each wrapper injects ours in float64.
diffusers' index τ is our time t = τ + 1; its "before the first" is our t = 0. Nothing is clipped.
Every run is fed the same list of random denoiser answers x̂_0, so that no denoiser can hide a difference.
"""

import numpy as np
import torch
from diffusers import (
    CMStochasticIterativeScheduler,
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EDMDPMSolverMultistepScheduler,
    EDMEulerScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    HeunDiscreteScheduler,
    UniPCMultistepScheduler,
)


class Double(torch.Tensor):
    """A float64 tensor that refuses to be made float32, which several `step`s do to their sample on entry."""

    def to(self, *args, **kwargs):
        return self


def double(x):
    return torch.as_tensor(x, dtype=torch.float64).as_subclass(Double)


def plain(x):
    return x.as_subclass(torch.Tensor)


class Script:
    """A denoiser that reads its answers from a list, whatever it is asked, and notes what it was asked."""

    def __init__(self, seed, shape, length=400, scale=1.0):
        generator = torch.Generator().manual_seed(seed)
        self.answers = scale * torch.randn(length, *shape, generator=generator, dtype=torch.float64)
        self.asked = []

    def __call__(self, x_t, t):
        self.asked.append(t)
        return self.answers[len(self.asked) - 1]


def ancestral(kind, schedule, times, x_T, answers, seed, eta=0.0, variance="fixed_small"):
    """All states of DDPM or DDIM along our falling `times`, which must be even and end at 0."""
    T, n = schedule.T, len(times) - 1
    options = {
        "trained_betas": np.full(T, 0.01),
        "num_train_timesteps": T,
        "clip_sample": False,
        "prediction_type": "sample",
    }
    if kind == "ddpm":
        referee = DDPMScheduler(variance_type=variance, **options)
        referee.set_timesteps(timesteps=[int(t) - 1 for t in times[:-1]])
    else:
        assert T % n == 0 and times[0] - times[1] == T // n  # the only grid DDIM's step knows
        referee = DDIMScheduler(timestep_spacing="trailing", **options)
        referee.set_timesteps(n)
        assert referee.timesteps.tolist() == [int(t) - 1 for t in times[:-1]]
    referee.alphas_cumprod = torch.as_tensor(schedule.alpha_bar(schedule.times[1:]))
    generator, x, states = torch.Generator().manual_seed(seed), x_T, []
    for t, answer in zip(times[:-1], answers):
        index = int(t) - 1
        extra = {} if kind == "ddpm" else {"eta": eta}
        x = referee.step(answer, index, x, generator=generator, **extra).prev_sample
        states.append(x)
    return states


def euler(ratios, y, answers):
    """All states of EulerDiscrete in y = x/α at noise levels ρ = σ/α (the last may be 0)."""
    referee = EulerDiscreteScheduler(prediction_type="sample")
    referee.set_timesteps(len(ratios) - 1)
    return _run(referee, double(ratios), y, answers)


def edm_euler(ratios, y, answers):
    referee = EDMEulerScheduler()
    referee.set_timesteps(len(ratios) - 1)
    return _run(referee, double(ratios), y, answers, _undo_preconditioning(ratios))


def heun(ratios, y, answers):
    """As `euler`; the referee is called twice for a step, and only the states after whole steps are kept."""
    referee = HeunDiscreteScheduler()  # wants ε, not x_0
    referee.set_timesteps(len(ratios) - 1)
    twice = np.concatenate([ratios[:1], np.repeat(ratios[1:-1], 2), ratios[-1:]])
    # Its calls are made at ρ_0, then ρ_1, ρ_1, ρ_2, ρ_2, ...: slope at the trial point, then the next step's.
    levels = np.repeat(ratios[:-1], 2)[1:]
    run = _run(referee, double(twice), y, answers, lambda x, x0, i: (x - x0) / levels[i])
    return run[1::2] + run[-1:]


def dpm_2m(ratios, x, answers, last_zero=True):
    """DPM-Solver++(2M) in x itself, with α = 1/√(1 + ρ²): every variance-preserving schedule."""
    final = "zero" if last_zero else "sigma_min"
    referee = DPMSolverMultistepScheduler(prediction_type="sample", final_sigmas_type=final, lower_order_final=False)
    referee.set_timesteps(len(ratios) - 1)
    return _run(referee, double(ratios), x, answers)


def unipc(ratios, x, answers, last_zero=True):
    """UniPC of second order in x itself, with α = 1/√(1 + ρ²)."""
    final = "zero" if last_zero else "sigma_min"
    referee = UniPCMultistepScheduler(prediction_type="sample", final_sigmas_type=final, lower_order_final=last_zero)
    referee.set_timesteps(len(ratios) - 1)
    return _run(referee, double(ratios), x, answers)


def edm_dpm_2m(ratios, y, answers, last_zero=True):
    final = "zero" if last_zero else "sigma_min"
    referee = EDMDPMSolverMultistepScheduler(final_sigmas_type=final, lower_order_final=False)
    referee.set_timesteps(len(ratios) - 1)
    return _run(referee, double(ratios), y, answers, _undo_preconditioning(ratios))


def flow_euler(shift, times, x, answers):
    """(its own n shifted times and 0, made in float32; all states on ours in float64)."""
    referee, n = FlowMatchEulerDiscreteScheduler(shift=shift), len(times) - 1
    referee.set_timesteps(sigmas=np.linspace(1, 1 / n, n))
    own = referee.sigmas.numpy()
    return own, _run(referee, double(times), x, answers, lambda x, x0, i: (x - x0) / times[i])


def consistency_boundary(u, data_std, lowest):
    """(c_skip, c_out) of a consistency model."""
    referee = CMStochasticIterativeScheduler(sigma_min=lowest, sigma_data=data_std)
    return referee.get_scalings_for_boundary_condition(u)


def consistency_multistep(network, levels, y, generator, data_std, lowest):
    """The last state of multistep sampling; network(y, u): F, what c_out multiplies."""
    referee = CMStochasticIterativeScheduler(
        sigma_min=lowest, sigma_max=levels[0], sigma_data=data_std, clip_denoised=False
    )
    referee.set_timesteps(timesteps=list(range(len(levels), 0, -1)))
    referee.sigmas = torch.tensor([*levels, lowest], dtype=torch.float64)
    referee.is_scale_input_called = True
    for timestep, u in zip(referee.timesteps, levels):
        y = referee.step(network(y, u), timestep, y, generator=generator).prev_sample
    return y


def _undo_preconditioning(ratios, sigma_data=0.5):
    """(x, x0, i) -> the raw network output that EDM's preconditioning turns into x0 at the i-th noise level."""

    def output(x, x0, i):
        total = ratios[i] ** 2 + sigma_data**2
        return (x0 - sigma_data**2 / total * x) * total**0.5 / (ratios[i] * sigma_data)

    return output


def _run(referee, sigmas, x, answers, output=lambda x, x0, i: x0):
    """Every state from x on; `output` turns the i-th answer x_0 into what this referee wants from a network."""
    referee.sigmas = plain(sigmas)
    referee.set_begin_index(0)
    referee.is_scale_input_called = True
    x, states = double(x), []
    for i, (timestep, answer) in enumerate(zip(referee.timesteps, answers)):
        x = referee.step(double(output(plain(x), answer, i)), timestep, x).prev_sample
        states.append(plain(x))
    return states
