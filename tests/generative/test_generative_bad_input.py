"""Every public function of utils.generative and utils.common, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
import torch
from bad_input import (
    ANYTHING,
    Case,
    any_rng,
    argument,
    count,
    flag,
    function,
    instance,
    labels,
    missing,
    number,
    numpy_rng,
    points,
    positive,
    public,
    times,
    torch_rng,
    word,
)

import utils.common
import utils.generative
from utils.generative import (
    adaptation,
    backend,
    cascade,
    consistency,
    couplings,
    denoisers,
    descent,
    divergences,
    flow_matching,
    guidance,
    inpainting,
    interpolants,
    judges,
    latents,
    levels,
    likelihood,
    mean_flow,
    memory,
    metrics,
    mixtures,
    networks,
    objective,
    particles,
    picture_networks,
    picture_vae,
    predictions,
    private_training,
    progressive,
    reverse,
    samplers,
    schedules,
    solvers,
    subgroups,
    tilts,
    training,
    unipc,
)
from utils.generative.networks import Denoiser, Net
from utils.generative.tabular.vae import Autoencoder

VP, CHAIN = schedules.cosine_vp(), schedules.linear(T=5)
LINE = mixtures.bimodal
PLANE = mixtures.GaussianMixture([0.4, 0.6], [[-1.0, 0.2], [0.5, 0.0]], [np.eye(2), 0.5 * np.eye(2)])
EXACT, ON_LINE = denoisers.MixtureDenoiser(PLANE, VP), denoisers.MixtureDenoiser(LINE, VP)
DATA = denoisers.DataDenoiser(np.arange(6.0).reshape(3, 2), VP)
RNG = np.random.default_rng(0)
X, Y, EPS = RNG.normal(size=(3, 6, 2))
IMAGES, CLASSES = RNG.normal(size=(40, 4)), np.arange(40) % 2


def net(classes=0):
    return Net(2, 4, 1, classes, generator=torch.Generator().manual_seed(0))


CODER, BASIS = Autoencoder(2, 3, 4, torch.Generator().manual_seed(0)).double(), latents.pca(X)
LATENT = BASIS.first(1, X)
CONSISTENT = consistency.ConsistencyModel(net())
AVERAGE = mean_flow.AverageVelocity(Net(3, 4, 1, generator=torch.Generator()).double())
LEARNED, LABELLED = Denoiser(net(), VP), Denoiser(net(2), VP)


def empty(shape):
    """No rows in, no rows out."""
    return {"empty": lambda result: result.shape == shape}


def free(value):
    """Points (..., d): more axes in front are more points; no points are no points."""
    first = lambda result: result[0] if isinstance(result, tuple) else result  # noqa: E731
    more = {name: lambda result: np.all(np.isfinite(first(result))) for name in ("one axis more", "one axis less")}
    return points(value, valid=more | {"empty": lambda result: len(first(result)) == 0})


def any_shape(value, **more):
    return points(value, shape_matters=False, **more)


def tensor(value, **more):
    """What must be a tensor of this very shape."""
    one = points(value, **more)
    bad = {
        name: torch.tensor(v) if isinstance(v, np.ndarray) and v.dtype.kind == "f" else v for name, v in one.bad.items()
    }
    return argument(lambda: torch.tensor(value), {n: v for n, v in bad.items() if n not in ("nan", "infinity")})


def many_times(T):
    """A time or an array of times of a schedule."""
    bad = ANYTHING | {"below 0": -0.1, "above T": [0.0, T + 1.0], "nan": np.nan, "infinity": np.inf, "text": ["x"]}
    return argument(T / 2, bad | {"a truth value": True, "a complex number": 1j})


def some_labels():
    """For a classifier any whole numbers are labels."""
    one = labels(CLASSES, 2)
    return argument(one.make, {name: value for name, value in one.bad.items() if not name.startswith("too")})


def some_labels_of(n, optional=False):
    """Any whole numbers, one a row."""
    one = labels(np.arange(n) % 2, 2, optional)
    return argument(
        one.make, {name: value for name, value in one.bad.items() if name not in ("too large", "too small")}
    )


def as_like(noise):
    """normal_like reads the shape alone, not the values."""
    return noise.shape == X.shape


def level(value):
    return number(value, (-0.5,), valid={"two numbers": lambda result: np.all(np.isfinite(result[0]))})


def one_level(value):
    return number(value, (-0.5,))


def level_of_noise(valid=None):
    return number(0.5, (-0.5, 0.0, 0.001), valid)


def falling():
    """Times of steps back that end before the noise does."""
    return points([0.9, 0.5, 0.2], without=("empty", "one axis less"))


SEEN = argument([0], ANYTHING | {"floats": [0.5], "two axes": [[0]]})
LOGS = argument([0.1, -0.3], points([0.1, -0.3], without=("empty", "infinity")).bad | {"nothing": [-np.inf, -np.inf]})
WEIGHTS, MEANS, COVS = [0.5, 0.5], np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([np.eye(2)] * 2)
GARBAGE = ANYTHING | {"a number": 3.0}
BESIDE = Net((2, 2), 4, 1, generator=torch.Generator().manual_seed(0))
DOUBLE = {"one column more": lambda found: found.shape == (40, 2, 4)}  # a wider picture
SIDES = ANYTHING | {"a number": 8, "one side": (8,), "four": (1, 1, 8, 8), "none": (0, 8), "a broken one": (8, 6.0)}

CASES = [
    # schedules
    Case(VP.__call__, t=many_times(1.0)),
    Case(VP.alpha, t=many_times(1.0)),
    Case(VP.alpha_bar, t=many_times(1.0)),
    Case(VP.log_alpha_bar, t=many_times(1.0)),
    Case(VP.sigma, t=many_times(1.0)),
    Case(VP.snr, t=many_times(1.0)),
    Case(VP.log_snr, t=many_times(1.0)),
    Case(VP.rates, t=many_times(1.0)),
    Case(VP.sde, t=many_times(1.0)),
    Case(
        VP.kernel,
        s=times(0.2, 1.0, valid={"two numbers": lambda r: r[0].shape == (2,)}),
        t=times(0.7, 1.0, valid={"two numbers": lambda r: r[0].shape == (2,)}),
    ),
    Case(VP.grid, n=count(3)),
    Case(VP.noise, x0=points(X), t=times(0.5, 1.0), eps=points(EPS)),
    Case(schedules.from_betas, betas=points([0.1, 0.2]), name=argument("custom", {"None": None, "a number": 1})),
    Case(schedules.linear, T=count(10), beta_min=positive(1e-4, (1, 0.5)), beta_max=positive(0.02, (1e-5, 1))),
    Case(schedules.cosine, T=count(10), s=number(0.008, (-0.1,)), beta_max=positive(0.9, (1,))),
    Case(
        schedules.sigmoid,
        T=count(10),
        start=number(-3.0, (3.0, 5.0, -701.0)),
        end=number(3.0, (-3.0, 701.0)),
        tau=positive(1.0),
        alpha_bar_min=positive(1e-9, (1,)),
    ),
    Case(schedules.zero_terminal, schedule=argument(lambda: schedules.linear(T=5), GARBAGE | {"continuous": VP})),
    Case(schedules.ornstein_uhlenbeck, T=positive(5.0)),
    Case(schedules.ou_times, betas=points([0.1, 0.2])),
    Case(schedules.linear_vp, beta_min=positive(0.1, (21.0,)), beta_max=positive(20.0, (0.05,))),
    Case(schedules.cosine_vp, s=number(0.0, (-0.1,))),
    Case(schedules.edm, sigma_max=positive(80.0)),
    # mixtures and their denoisers
    Case(mixtures.GaussianMixture, weights=points(WEIGHTS), means=points(MEANS), covs=points(COVS)),
    Case(PLANE.sample, n=count(4, least=0), rng=numpy_rng()),
    Case(PLANE.sample_labelled, n=count(4, least=0), rng=numpy_rng()),
    Case(PLANE.noised, alpha=one_level(0.5), sigma=one_level(0.5)),
    Case(PLANE.log_density, x=free(X)),
    Case(PLANE.density, x=free(X)),
    Case(PLANE.responsibilities, x=free(X)),
    Case(PLANE.score, x=free(X)),
    Case(PLANE.posterior_mean, x_t=free(X), alpha=one_level(0.5), sigma=one_level(0.5)),
    Case(PLANE.posterior_cov, x_t=free(X), alpha=one_level(0.5), sigma=one_level(0.5)),
    Case(
        PLANE.posterior,
        x_t=argument(X, {"None": None, "nan": X * np.nan, "one column more": np.ones((6, 3))}),
        alpha=one_level(0.5),
        sigma=one_level(0.5),
    ),
    Case(denoisers.MixtureDenoiser, mixture=instance(PLANE), schedule=instance(VP)),
    Case(EXACT.__call__, x_t=free(X), t=times(0.5, 1.0)),
    Case(EXACT.trace, x_t=free(X), t=times(0.5, 1.0)),
    Case(denoisers.DataDenoiser, points=any_shape(X), schedule=instance(VP)),
    Case(DATA.__call__, x_t=points(X, valid=empty((0, 2))), t=times(0.5, 1.0)),
    Case(DATA.responsibilities, x_t=points(X, valid=empty((0, 3))), t=times(0.5, 1.0)),
    Case(DATA.trace, x_t=points(X, valid=empty((0,))), t=times(0.5, 1.0)),
    # one step back
    Case(reverse.step_back, t=number(0.5, (0.1,)), s=number(0.2, (0.6,))),
    Case(
        reverse.step_coefficients,
        schedule=instance(VP),
        t=times(0.5, 1.0),
        s=times(0.2, 1.0),
        eta=number(1.0, (-0.1, 1.1)),
    ),
    Case(
        reverse.posterior,
        x_t=points(X),
        x0=points(Y),
        schedule=instance(VP),
        t=times(0.5, 1.0),
        s=times(0.2, 1.0),
        eta=number(1.0, (-0.1, 1.1)),
    ),
    Case(
        reverse.true_reverse,
        mixture=instance(PLANE),
        schedule=instance(VP),
        t=times(0.5, 1.0),
        s=times(0.2, 1.0),
        x_t=points(X[0]),
    ),
    Case(
        reverse.one_step_kl,
        mixture=argument(lambda: LINE, GARBAGE | {"in the plane": PLANE}),
        schedule=instance(VP),
        t=times(0.5, 1.0),
        s=times(0.2, 1.0),
        x_t=any_shape(X[:, 0], optional=True, valid=empty((0,))),
    ),
    Case(reverse.quadrature, weights=points(X[:1] ** 2), means=points(X[:1]), stds=points(X[:1] ** 2)),
    Case(reverse.on_a_line, mixture=argument(lambda: LINE, GARBAGE | {"in the plane": PLANE})),
    # predictions
    Case(predictions.shares, kind=word("v"), alpha=level(0.6), sigma=level(0.8), data_std=positive(1.0)),
    Case(
        predictions.conversion,
        alpha=level(0.6),
        sigma=level(0.8),
        source=word("v"),
        target=word("x0"),
        data_std=positive(1.0),
    ),
    Case(
        predictions.convert,
        value=any_shape(X[:, 0]),
        x_t=any_shape(X[:, 0], without=("empty",)),
        alpha=one_level(0.6),
        sigma=one_level(0.8),
        source=word("v"),
        target=word("x0"),
    ),
    Case(predictions.loss_weight, kind=word("v"), alpha=level(0.6), sigma=level(0.8)),
    Case(
        predictions.levels,
        log_snr=any_shape(
            [0.0, 1.0], valid={"infinity": lambda r: r[0][0] == 1, "empty": lambda r: r[0].shape == (0,)}
        ),
    ),
    # samplers and solvers
    Case(samplers.check_parts, denoiser=function(EXACT), schedule=instance(VP)),
    Case(
        samplers.sample,
        step=function(lambda x, t, s: x),
        times=points([1.0, 0.5, 0.0]),
        x_T=any_shape(X, valid={"empty": lambda states: len(states) == 3}),
    ),
    Case(
        samplers.even_times,
        schedule=instance(VP),
        n=count(4),
        start=times(1.0, 1.0, optional=True),
        end=times(0.0, 1.0),
    ),
    Case(
        samplers.ddpm,
        denoiser=function(EXACT),
        schedule=instance(VP),
        rng=any_rng(),
        variance=word("kernel"),
        last_noise=flag(False),
    ),
    Case(samplers.ddim, denoiser=function(EXACT), schedule=instance(VP), eta=number(0.5, (-0.1, 1.1)), rng=any_rng()),
    Case(samplers.ddim_inversion, denoiser=function(EXACT), schedule=instance(VP), iterations=count(2)),
    Case(solvers.velocity, denoiser=function(EXACT), schedule=instance(VP)),
    Case(
        solvers.euler_maruyama,
        denoiser=function(EXACT),
        schedule=instance(VP),
        rng=any_rng(),
        noise=number(1.0, (-1,)),
    ),
    Case(solvers.euler, denoiser=function(EXACT), schedule=instance(VP), clock=word("t")),
    Case(solvers.heun, denoiser=function(EXACT), schedule=instance(VP), clock=word("t")),
    Case(solvers.exponential, denoiser=function(EXACT), schedule=instance(VP)),
    Case(solvers.dpm_solver_2m, denoiser=function(EXACT), schedule=instance(VP)),
    Case(unipc.unipc, denoiser=function(EXACT), schedule=instance(VP)),
    Case(
        solvers.karras_times,
        n=count(4, least=2),
        sigma_min=positive(0.002, (80.0, 90.0)),
        sigma_max=positive(80.0),
        rho=positive(7.0),
        last_zero=flag(True),
    ),
    Case(
        solvers.log_snr_times,
        schedule=argument(lambda: VP, GARBAGE | {"discrete": CHAIN}),
        n=count(4),
        start=times(0.9, 1.0, optional=True),
        end=times(0.1, 1.0),
    ),
    *(
        Case(step, x_t=any_shape(X, valid=empty((0, 2))), t=times(0.5, 1.0), s=times(0.2, 1.0))
        for step in (
            samplers.ddpm(EXACT, VP, RNG),
            samplers.ddim(EXACT, VP),
            solvers.euler_maruyama(EXACT, VP, RNG),
            solvers.euler(EXACT, VP),
            solvers.euler(EXACT, VP, "ratio"),
            solvers.heun(EXACT, VP),
            solvers.exponential(EXACT, VP),
            solvers.dpm_solver_2m(EXACT, VP).__call__,
            unipc.unipc(EXACT, VP).__call__,
        )
    ),
    Case(solvers.velocity(EXACT, VP), x_t=any_shape(X, valid=empty((0, 2))), t=times(0.5, 1.0)),
    # objective, likelihood, divergences
    Case(
        objective.elbo,
        x0=points(X[:, :1], without=("one column more", "one axis more")),
        denoiser=function(denoisers.MixtureDenoiser(LINE, CHAIN)),
        schedule=instance(CHAIN),
        rng=numpy_rng(),
        times=points([0, 2, 5], optional=True),
        draws=count(2, least=2),
        prior_std=positive(1.0, optional=True),
    ),
    Case(
        objective.exact_elbo,
        x0=points(X[:, 0], valid={"one axis less": lambda terms: np.isfinite(terms.total)}),
        mixture=argument(lambda: LINE, GARBAGE | {"in the plane": PLANE}),
        schedule=instance(CHAIN),
        times=points([0, 2, 5], optional=True),
        prior_std=positive(1.0, optional=True),
        reverse=word("gaussian"),
        prior=word("normal"),
    ),
    Case(objective.half_snr_drop, schedule=instance(VP), s=times(0.2, 1.0), t=times(0.5, 1.0)),
    Case(
        likelihood.log_likelihood,
        x0=points(X, without=("one axis more", "one column more")),
        denoiser=function(EXACT),
        schedule=argument(lambda: VP, GARBAGE | {"discrete": CHAIN}),
        start=times(0.1, 1.0),
        end=times(0.9, 1.0, optional=True),
        steps=count(2),
        log_prior=function(lambda x: np.sum(x, axis=1), optional=True),
        trace=word("hutchinson"),
        probes=count(1),
        rng=numpy_rng(),
    ),
    Case(
        likelihood.denoised_and_trace,
        denoiser=function(EXACT),
        x_t=free(X),
        t=times(0.5, 1.0),
        directions=argument(None, {}),
    ),
    Case(
        divergences.gaussian_kl,
        mean=points(MEANS[0]),
        cov=points(COVS[0]),
        mean2=points(MEANS[1]),
        cov2=points(COVS[1]),
    ),
    Case(
        divergences.gaussian_w2,
        mean=points(MEANS[0]),
        cov=points(COVS[0]),
        mean2=points(MEANS[1]),
        cov2=points(COVS[1]),
    ),
    # metrics and judges
    Case(metrics.sliced_wasserstein, x=points(X), y=points(Y), rng=numpy_rng(), projections=count(5)),
    Case(metrics.energy_distance, x=points(X), y=points(Y)),
    Case(metrics.frechet_distance, x=points(X), y=points(Y)),
    Case(metrics.two_sample_auc, x=points(X), y=points(Y), rng=numpy_rng(), folds=count(2, least=2)),
    Case(metrics.nearest_distance, x=points(X), y=points(Y)),
    Case(metrics.two_nearest, x=points(X), y=points(Y)),
    Case(metrics.floor, metric=function(metrics.energy_distance), real=any_shape(X), rng=numpy_rng(), repeats=count(2)),
    Case(
        judges.accuracy_on_real,
        images=points(IMAGES, without=("one axis more",)),
        labels=some_labels(),
        real_images=points(IMAGES, without=("one axis more",)),
        real_labels=some_labels(),
        seed=count(0, least=0),
    ),
    # networks and training
    Case(Net, shape=count(2), width=count(4), depth=count(1), classes=count(0, least=0), generator=torch_rng()),
    Case(
        picture_networks.UNet,
        shape=argument((8, 8), SIDES | {"no multiple of 2": (8, 9)}),
        width=count(4),
        levels=count(2),
        classes=count(0, least=0),
        generator=torch_rng(),
    ),
    Case(
        picture_networks.DiT,
        shape=argument((2, 6, 9), SIDES | {"no multiple of 3": (6, 8)}),
        width=number(8, (0, -4, 7, 8.0)),
        depth=count(1),
        classes=count(0, least=0),
        patch=count(3),
        heads=number(2, (0, -1, 3, 2.0)),
        generator=torch_rng(),
    ),
    Case(Denoiser, net=instance(net()), schedule=instance(VP), prediction=word("v"), data_std=positive(1.0)),
    Case(
        LABELLED.forward,
        x_t=points(X, without=("empty",)),
        t=times(0.5, 1.0),
        labels=labels(CLASSES[:6], 2, optional=True),
    ),
    Case(LABELLED.loss, x0=tensor(X), t=times(0.5, 1.0), eps=tensor(EPS), labels=labels(CLASSES[:6], 2, optional=True)),
    Case(LEARNED.scalings, t=many_times(1.0)),
    Case(
        LABELLED.given,
        labels=argument(lambda: CLASSES[:6], ANYTHING | {"floats": 0.5 * CLASSES, "truth values": CLASSES > 0}),
    ),
    Case(
        networks.whole_tensor,
        name=argument("labels", {}),
        labels=argument(
            CLASSES,
            ANYTHING | {"floats": 0.5 * CLASSES, "truth values": CLASSES > 0, "a tensor of floats": torch.ones(3)},
        ),
    ),
    Case(
        training.train,
        denoiser=instance(LABELLED),
        data=points(X),
        steps=count(1),
        generator=torch_rng(),
        batch=count(3),
        lr=positive(1e-3),
        decay=number(0.9, (-0.1, 1)),
        labels=labels(CLASSES[:6], 2, optional=True),
        drop_labels=number(0.1, (-0.1, 1.1)),
        times=function(training.uniform_times(VP), optional=True),
        weight=argument(
            lambda: np.ones_like, {"a number": 3.0, "another shape": lambda t: np.ones((len(t), 1)), "text": "x"}
        ),
        warmup=count(2),
        resume=argument(None, {"text": "x", "another dict": {}, "a number": 3.0}),
    ),
    Case(training.uniform_times, schedule=instance(VP)),
    Case(couplings.cost, x0=any_shape(X, without=("one axis less",)), x1=points(Y)),
    Case(
        couplings.optimal_order,
        x0=any_shape(X),
        x1=points(Y),
        block=count(3, optional=True),
        labels=some_labels_of(6, optional=True),
    ),
    Case(
        couplings.reflow,
        step=function(lambda x, t, s: x),
        times=points([1.0, 0.5, 0.0]),
        x1=any_shape(X, valid={"empty": lambda found: len(found[0]) == 0}),
    ),
    Case(
        flow_matching.fresh_pairs,
        data=any_shape(X),
        block=count(3, optional=True),
        labels=some_labels_of(6, optional=True),
        blind=flag(False),
    ),
    Case(flow_matching.kept_pairs, x0=any_shape(X), x1=points(Y)),
    Case(
        flow_matching.match,
        denoiser=instance(Denoiser(net(), schedules.flow(), prediction="flow")),
        pairs=function(flow_matching.fresh_pairs(X.astype(np.float32))),
        steps=count(1),
        generator=torch_rng(),
        batch=count(3),
        lr=positive(1e-3),
        decay=number(0.9, (-0.1, 1)),
        times=function(training.uniform_times(VP), optional=True),
    ),
    Case(flow_matching.logit_normal_times, mean=number(0.0), std=positive(1.0)),
    Case(interpolants.bridge, width=positive(0.5)),
    Case(interpolants.of_schedule, schedule=instance(VP)),
    Case(interpolants.bridge().__call__, t=many_times(1.0)),
    Case(interpolants.bridge().rates, t=many_times(1.0)),
    Case(
        interpolants.mixture_velocity,
        path=instance(interpolants.bridge()),
        data=instance(PLANE),
        other=instance(PLANE),
    ),
    Case(interpolants.shifted, t=many_times(1.0), shift=positive(3.0)),
    Case(
        interpolants.straightness,
        times=points([1.0, 0.5, 0.0]),
        states=points(np.ones((3, 4, 2)), valid={"one column more": lambda S: S == 0}),
    ),
    Case(
        training.log_normal_times,
        schedule=argument(lambda: VP, GARBAGE | {"discrete": CHAIN}),
        mean=number(0.0),
        std=positive(1.0),
    ),
    Case(training.learning_rate, step=count(1), steps=count(9), peak=positive(1e-3), warmup=count(2)),
    Case(
        training.update_average,
        average=instance(net()),
        network=instance(net()),
        step=count(1),
        decay=number(0.9, (-0.1, 1)),
    ),
    # adapting a network
    Case(
        adaptation.LowRank,
        base=instance(networks.linear(3, 2, torch.Generator().manual_seed(0))),
        rank=count(2),
        generator=torch_rng(),
        scale=positive(1.0),
    ),
    Case(
        adaptation.with_low_rank,
        net=instance(net(2)),
        rank=count(2),
        generator=torch_rng(),
        label=number(1, (-1, 2, 0.5)),
        scale=positive(1.0),
    ),
    Case(adaptation.with_label_row, net=instance(net(2)), label=number(1, (-1, 2, 0.5))),
    Case(adaptation.merged, net=instance(net())),
    Case(adaptation.Control, base=instance(net()), copied=flag(True)),
    Case(adaptation.Beside, net=argument(lambda: BESIDE, GARBAGE | {"for points": net()})),
    Case(adaptation.Given, net=instance(adaptation.Control(net())), condition=tensor(X)),
    Case(adaptation.edges, pictures=points(IMAGES.reshape(-1, 2, 2), valid=DOUBLE), threshold=positive(0.7)),
    Case(
        adaptation.from_picture,
        step=function(lambda x, t, s: x),
        schedule=instance(VP),
        source=any_shape(X, valid={"empty": lambda states: len(states) == 3}),
        times=points([1.0, 0.5, 0.0]),
        rng=numpy_rng(),
    ),
    # few steps
    Case(
        descent.descend,
        network=instance(net()),
        loss=function(lambda network, average: network.first.weight.sum()),
        steps=count(1),
        generator=torch_rng(),
        lr=positive(1e-3),
        decay=number(0.9, (-0.1, 1)),
        warmup=count(2),
    ),
    # latents, levels, cascades
    Case(LATENT.encode, x=any_shape(X)),
    Case(LATENT.decode, z=points(X[:, :1], without=("one column more",))),  # the decoder alone knows how many
    Case(latents.as_rows, name=argument("x", {}), x=any_shape(X), least=argument(1, {})),
    Case(
        latents.fit_scale,
        encoder=function(LATENT.encoder),
        decoder=function(LATENT.decoder),
        rows=argument(X, points(X, False).bad | {"one row": X[:1], "all the same": np.ones((4, 2))}),
        each=flag(True),
    ),
    Case(BASIS.dropped, k=number(1, (-1, 3, 1.5))),
    Case(BASIS.first, k=number(1, (0, 3, 1.5)), rows=any_shape(X), each=flag(True)),
    Case(BASIS.rest, k=number(1, (-1, 3, 1.5)), n=count(2), rng=numpy_rng()),
    Case(latents.pca, rows=argument(X, points(X, False).bad | {"one row": X[:1]})),
    Case(
        levels.posterior_mean,
        mixture=instance(PLANE),
        c_t=points(X),
        alphas=argument([1.0, 0.0], points([1.0, 0.0]).bad | {"below 0": [1.0, -0.1]}),
        sigmas=argument([0.1, 1.0], points([0.1, 1.0]).bad | {"0": [0.1, 0.0]}),
    ),
    Case(
        levels.flow,
        denoise=function(lambda c, sigma: 0 * c),
        sigmas=argument(
            [[1.0, 1.0], [0.5, 0.0]],
            points(np.ones((2, 2)), without=("one column more",)).bad
            | {"rising": [[1.0, 1], [0.5, 2]], "below 0": [[1, -1]] * 2},
        ),
        c=points(X),
    ),
    Case(levels.block_basis, side=number(4, (0, 3, 2.0))),
    Case(
        picture_vae.rate_and_distortion,
        network=instance(CODER),
        x=tensor(X, without=("empty",)),
        z=tensor(np.ones((6, 3))),
    ),
    Case(
        picture_vae.beta_loss,
        network=instance(CODER),
        x=tensor(X, without=("empty",)),
        z=tensor(np.ones((6, 3))),
        beta=number(0.1, (-0.1,)),
    ),
    Case(picture_vae.code, network=instance(CODER), rows=argument(X, points(X, False).bad | {"one row": X[:1]})),
    Case(
        cascade.Beside,
        net=instance(net()),
        coarse=argument(
            lambda: torch.ones(4, 1), ANYTHING | {"one axis less": torch.ones(4), "one column more": torch.ones(4, 2)}
        ),
    ),
    Case(
        consistency.boundary,
        u=level_of_noise({"two numbers": lambda found: len(found[0]) == 2}),
        data_std=positive(1.0),
        lowest=positive(0.002, (0.6,)),
    ),
    Case(consistency.ConsistencyModel, net=instance(net()), data_std=positive(1.0), lowest=positive(0.002)),
    Case(CONSISTENT.scalings, u=level_of_noise({"two numbers": lambda found: len(found[0]) == 2})),
    Case(CONSISTENT.forward, y=points(X, without=("empty",)), u=level_of_noise(), labels=argument(None, {})),
    Case(
        consistency.consistency_loss,
        model=function(lambda y, u: y),
        target=function(lambda y, u: y),
        y_u=tensor(X, shape_matters=False, without=("empty",)),
        u=points(np.full(6, 2.0)),
        y_w=tensor(Y),
        w=points(np.full(6, 1.0)),
        weight=argument(1.0, ANYTHING | {"two numbers": np.ones(2), "a truth value": True}),
    ),
    Case(
        consistency.multistep,
        model=function(CONSISTENT),
        levels=points([2.0, 1.0]),
        y=points(X, without=("empty",)),
        rng=any_rng(),
    ),
    Case(mean_flow.AverageVelocity, net=instance(Net(3, 4, 1, generator=torch.Generator()))),
    Case(
        mean_flow.mean_flow_target,
        u=function(AVERAGE),
        z=tensor(X, shape_matters=False, without=("empty",)),
        r=tensor(np.full(6, 0.2)),
        t=tensor(np.full(6, 0.7)),
        v=tensor(Y),
    ),
    Case(
        mean_flow.mean_flow_loss,
        model=function(AVERAGE),
        x0=tensor(X, shape_matters=False, without=("empty",)),
        eps=tensor(EPS),
        r=tensor(np.full(6, 0.2)),
        t=tensor(np.full(6, 0.7)),
    ),
    Case(mean_flow.mean_flow_step, model=instance(AVERAGE)),
    Case(
        progressive.one_step_for_two,
        denoiser=function(EXACT),
        schedule=instance(VP),
        x_t=any_shape(X, valid=empty((0, 2))),
        t=times(0.6, 1.0),
        m=times(0.4, 1.0),
        s=number(0.2, (0.5, 2.0)),
    ),
    # memory and membership
    Case(memory.near_copies, x=points(X), y=points(Y), ratio=number(0.5, (0, 1.1))),
    Case(
        memory.denoising_error,
        denoiser=function(EXACT),
        schedule=instance(VP),
        rows=points(X, without=("one axis more", "one column more")),  # only a denoiser knows its sizes
        t=times(0.5, 1.0),
        rng=numpy_rng(),
        noises=count(2),
    ),
    Case(memory.roc, members=points(X[:, 0]), others=points(Y[:, 0])),
    Case(memory.tpr_at_fpr, members=points(X[:, 0]), others=points(Y[:, 0]), fpr=number(0.01, (-0.1, 1.1))),
    Case(
        memory.distances_to_both,
        denoiser=function(EXACT),
        data=instance(DATA),
        law=instance(EXACT),
        rows=points(X, without=("one axis more", "one column more")),
        times=points([0.2, 0.5], without=("one axis less",)),
        rng=numpy_rng(),
    ),
    Case(
        memory.collapse_level,
        variances=argument([1.0, 2.0], points([1.0, 2.0]).bad | {"a variance of 0": [1.0, 0.0]}),
        n=count(10, least=2),
    ),
    # guidance, tilts, inpainting, particles
    Case(
        guidance.guided,
        conditional=function(ON_LINE),
        unconditional=function(ON_LINE),
        w=number(2.0),
        schedule=instance(VP),
        levels=argument((0.1, 1.0), {"reversed": (1.0, 0.1), "below 0": (-0.1, 1.0)}),
    ),
    Case(
        guidance.classifier_guided,
        denoiser=function(ON_LINE),
        gradient=function(ON_LINE),
        schedule=instance(VP),
        w=number(2.0),
    ),
    Case(
        guidance.weighted_guidance,
        conditional=function(ON_LINE),
        unconditional=function(ON_LINE),
        schedule=instance(VP),
        w=number(2.0),
        times=falling(),
        x_T=points(X[:, :1], without=("one column more", "empty")),
        rng=numpy_rng(),
        drive=number(1.0),
    ),
    Case(
        tilts.GridDenoiser,
        grid=points(np.linspace(-3, 3, 7), without=("empty",)),
        shares=argument(
            np.full(7, 1 / 7), ANYTHING | {"a sum of 2": np.full(7, 2 / 7), "below 0": np.r_[-1, 2, [0] * 5]}
        ),
        schedule=instance(VP),
    ),
    Case(
        tilts.GridDenoiser(np.linspace(-3, 3, 7), np.full(7, 1 / 7), VP).__call__,
        x_t=points(X[:, :1], valid=empty((0, 1))),
        t=number(0.5, (0, -0.1, 2)),
    ),
    Case(
        tilts.tilt,
        conditional=argument(lambda: LINE, GARBAGE | {"in the plane": PLANE}),
        unconditional=argument(lambda: LINE, GARBAGE | {"in the plane": PLANE}),
        w=number(2.0),
        grid=points(np.linspace(-9, 9, 181), without=("empty",)),
    ),
    Case(
        inpainting.conditional,
        mixture=instance(PLANE),
        seen=argument([0], SEEN.bad | {"another axis": [2]}),
        values=points([0.3]),
    ),
    Case(inpainting.pullback, denoiser=instance(EXACT)),
    Case(
        inpainting.replacement,
        step=function(samplers.ddim(EXACT, VP)),
        schedule=instance(VP),
        seen=SEEN,
        values=points([0.3]),
        rng=numpy_rng(),
    ),
    Case(
        inpainting.repaint,
        step=function(samplers.ddim(EXACT, VP)),
        schedule=instance(VP),
        times=falling(),
        x_T=any_shape(X, without=("empty",)),
        rng=numpy_rng(),
        jump=count(1),
        repeats=count(2),
    ),
    Case(
        inpainting.dps,
        step=function(samplers.ddim(EXACT, VP)),
        denoiser=function(EXACT),
        pull=function(inpainting.pullback(EXACT)),
        seen=SEEN,
        values=points([0.3]),
        size=positive(0.1),
    ),
    Case(
        inpainting.twisted,
        denoiser=function(EXACT),
        pull=function(inpainting.pullback(EXACT)),
        schedule=instance(VP),
        seen=SEEN,
        values=points([0.3]),
        times=falling(),
        x_T=points(X, without=("one column more", "empty")),
        rng=numpy_rng(),
    ),
    Case(particles.normalised, log_weights=LOGS),
    Case(particles.effective_sample_size, log_weights=LOGS),
    Case(particles.resample, log_weights=LOGS, rng=numpy_rng()),
    # subgroups
    Case(
        subgroups.sharpened,
        mixture=argument(lambda: PLANE, GARBAGE | {"a point": mixtures.GaussianMixture([1], [[0]], [[[0]]])}),
        g=positive(2.0),
    ),
    Case(subgroups.after_shrunk_start, share=number(0.05, (0, 1, -0.1)), tau=positive(0.8)),
    Case(
        subgroups.group_coverage,
        real=points(IMAGES),
        labels=argument(CLASSES, labels(CLASSES, 2).bad | {"an empty group": 2 * CLASSES}),
        sample=points(IMAGES[1:]),
        k=number(3, (0, 2.5, 40)),
    ),
    Case(
        subgroups.extinction,
        share=number(0.2, (-0.1, 1.1, 0.25)),
        size=number(10, (0, 2.5)),
        rounds=count(2),
        fresh=number(0.1, (-0.1, 1.1)),
    ),
    Case(
        subgroups.own_output,
        fit=function(lambda rows: lambda n, rng: rows[:n]),
        rows=any_shape(X),
        rounds=count(2),
        rng=numpy_rng(),
        real=function(lambda n, rng: X[:n]),
        fresh=number(0.5, (-0.1, 1.1)),
    ),
    # private training
    Case(
        private_training.train_privately,
        denoiser=instance(LEARNED),
        data=points(X),
        steps=count(1),
        rate=number(0.5, (0, 1.1)),
        clip=positive(1.0),
        multiplier=number(1.0, (-0.1,)),
        generator=torch_rng(),
        lr=positive(1e-3),
        noises=count(2),
        times=function(training.uniform_times(VP), optional=True),
        decay=number(0.9, (-0.1, 1)),
    ),
    Case(
        private_training.clipped_sum,
        gradients=argument(
            lambda: {"w": torch.ones(3, 2)}, GARBAGE | {"a tensor": torch.ones(3), "none": {}, "numbers": {"w": 1.0}}
        ),
        clip=positive(1.0),
    ),
    Case(
        private_training.renyi_epsilon,
        rate=number(0.1, (0, 1.1)),
        multiplier=positive(1.0),
        steps=count(10),
        delta=number(1e-5, (0, 1)),
    ),
    Case(
        private_training.multiplier_for,
        epsilon=positive(1.0, (1e-4,)),
        rate=number(0.1, (0, 1.1)),
        steps=count(10),
        delta=number(1e-5, (0, 1)),
    ),
    Case(
        private_training.noisy_histogram,
        rows=argument(X, points(X).bad | {"outside": 9 * X}),
        edges=argument(
            [[-4, 0, 4]] * 2,
            GARBAGE | {"one column": [[-4, 4]], "falling": [[4, -4]] * 2, "text": ["a", "b"], "one edge": [[4]] * 2},
        ),
        epsilon=positive(100.0),
        rng=numpy_rng(),
    ),
    # numpy or torch
    Case(
        backend.normal_like,
        x=any_shape(X, valid={"nan": as_like, "infinity": as_like, "empty": lambda z: z.shape == (0, 2)}),
        rng=numpy_rng(),
    ),
    Case(
        backend.as_points,
        name=argument("x", {}),
        x=any_shape(X),
        shape=argument(("n", 2), {}),
        least=argument(1, {}),
        finite=argument(True, {}),
    ),
    Case(
        backend.as_times,
        name=argument("t", {}),
        t=argument(lambda: np.ones(6), ANYTHING | {"five": np.ones(5)}),
        rows=argument(6, {}),
    ),
]
RECORD = "a record of results, made by the library alone"
INNER = "a layer that Net or Denoiser alone calls"
A_CHECK = "a check of arguments itself: tests/common, tests/generative/test_backend.py"
ELSEWHERE = {
    **{
        f"common.arrays.{name}": A_CHECK
        for name in ("check_shape", "numpy_generator", "points", "whole_numbers", "written")
    },
    **{
        f"common.checks.{name}": A_CHECK
        for name in (
            "a_function",
            "an_instance",
            "not_negative",
            "number",
            "one_of",
            "positive",
            "probability",
            "truth",
            "whole_number",
            "within",
        )
    },
    **{f"generative.backend.{name}": A_CHECK for name in ("any_generator", "column", "is_tensor", "torch_generator")},
    **{f"generative.checkpoint.{name}": "needs a file: test_training.py" for name in ("load", "restore", "save")},
    **{
        f"generative.networks.{name}": INNER
        for name in ("Block", "Block.forward", "NoiseEmbedding", "NoiseEmbedding.forward", "Net.forward", "linear")
    },
    **{
        f"generative.picture_networks.{name}": INNER  # of UNet and DiT, which check what they are given
        for name in (
            *("PictureNet", "PictureNet.embedding", "convolution", "modulated"),
            *(f"{block}Block{what}" for block in ("Convolution", "Transformer") for what in ("", ".forward")),
            *("Attention", "Attention.forward", "UNet.forward", "DiT.forward", "DiT.tokens", "DiT.pictures"),
        )
    },
    **{
        f"generative.networks.Denoiser.{name}": "called by forward and loss with what they have checked"
        for name in ("answer", "target")
    },
    **{f"generative.adaptation.{name}.forward": INNER for name in ("LowRank", "Control", "Beside", "Given")},
    "common.files.replacing": "a context manager: tests/common/test_files.py",
    "generative.metrics.Floor": RECORD,
    "generative.latents.Latent": "made by fit_scale",
    "generative.latents.Components": "made by pca",
    "generative.cascade.Beside.forward": INNER,
    "generative.objective.ElboTerms": RECORD,
    "generative.training.TrainingState": RECORD,
    "generative.interpolants.Interpolant": "made by bridge and of_schedule",
    "generative.schedule.Schedule": "made by the constructors of schedules",
    "generative.schedule.one_minus_exp": "one expression, for numbers already checked",
    **{f"generative.samplers.StepWithMemory{name}": "a protocol" for name in ("", ".__call__")},
    "generative.mean_flow.AverageVelocity.forward": "called by the loss and the step with what they have checked",
    **{
        f"generative.judges.FeatureNet{name}": "trains for a second: test_metrics.py"
        for name in ("", ".features", ".label")
    },
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    apart = tuple(f"utils.generative.{part}" for part in ("tabular", "discrete", "rivals"))
    names = public(utils.generative, without=apart) | public(utils.common)
    assert missing(CASES, ELSEWHERE, names) == []
