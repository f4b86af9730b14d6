"""What to ask, what separates, what to expect and what to cut, lecture by lecture.

The expected mistakes are chosen from those that the checks know by name. They were written from the statements alone,
or seen published; nobody has counted them in a class.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """How to teach one lecture.

    ask        questions to put to the room before a picture or a table is opened
    separates  title of the exercise that shows who has understood, and not only followed
    why        why it does
    expect     (exercise, name of its mistake) to have a word ready for
    cut        what to leave out first when time is short
    """

    ask: tuple[str, ...]
    separates: str
    why: str
    expect: tuple[tuple[str, str], ...]
    cut: str


ADVICE = {
    "00": Advice(
        ("You drag to the end and back to t = 20: the same picture, or another?", "Are the generated digits copies?"),
        "Practice: read a picture",
        "It cannot be answered by reading: who has dragged knows, who has not guesses.",
        (("00.1", "the line of the papers"), ("00.1", "σ squared")),
        "The three pictures of generators; lecture 16 has them again. Let everybody hand in a wrong answer on purpose.",
    ),
    "01": Advice(
        (
            "After a very long time, who holds the note: the well connected, the first holder, nobody?",
            "Which of the four slips keep the sum of P at 1, and so pass the obvious test?",
        ),
        "The film backwards",
        "Nothing to copy: it needs Bayes' rule for a flow of jumps, and it is the thread to lectures 15 and 28.",
        (
            ("01.2", "not transposed"),
            ("01.2", "diagonal from what comes in"),
            ("01.4", "the smallest positive eigenvalue"),
            ("01.6", "the ratio upside down"),
            ("01.6", "only transposed"),
        ),
        "Section 6 (noise or blur), which lecture 13 takes up again.",
    ),
    "02": Advice(
        (
            "After half of the steps, has half of the Ornstein–Uhlenbeck time passed?",
            "Of the three slips: which end with a variance above 1, which below?",
        ),
        "Any Ornstein–Uhlenbeck process",
        "The lecture shows θ = 1 and s = √2 only; who has copied the result gives those numbers for every θ and s.",
        (
            ("02.1", "the variance where the standard deviation belongs"),
            ("02.4", "last entry taken at t = 0"),
            ("02.5", "standard deviations subtracted"),
            ("02.7", "the lecture's own"),
        ),
        "Section 5 (the law of the noised data) and exercise 02.6; in section 6 keep (2.12) for exercise 02.7.",
    ),
    "03": Advice(
        (
            "At which of 1000 steps does the noise pass the signal?",
            "Chains A, B and C, each run backwards exactly: which gives the worst samples, and why?",
        ),
        "A schedule for larger pictures",
        "It turns a sentence about averaging pixels into a shift of the log-SNR; sign and factor both need a reason.",
        (
            ("03.1", "a ratio of amplitudes"),
            ("03.6", "the square shifted instead of the root"),
            ("03.8", "shifted the wrong way"),
            ("03.8", "log k where 2 log k belongs"),
        ),
        "Which details drown first, and drawing a schedule of one's own.",
    ),
    "04": Advice(
        (
            "Sixteen pictures of noise go through the exact reverse steps of a data set: what arrives?",
            "How much does half the step gain?",
        ),
        "An error that is always the same",
        "The error has to be carried through all steps: it needs the loop as one linear map, not one formula.",
        (
            ("04.1", "the variance of the forward step"),
            ("04.2", "the steps' errors added as they are"),
            ("04.3", "standard deviations added"),
            ("04.4", "the likeliest component only"),
        ),
        "Section 5 (Gaussians that are too coarse); exercise 04.7.",
    ),
    "05": Advice(
        (
            "Five outputs with the same error, at little noise: which implies the worst picture?",
            "One small model, five losses: which ends with the lowest total?",
        ),
        "A sixth prediction, the best of its kind",
        "A prediction that is in no table: two conditions, two unknowns, and the reason why EDM's numbers are theirs.",
        (
            ("05.2", "all marginals subtracted"),
            ("05.4", "the density"),
            ("05.6", "v: variance preserving taken for granted"),
            ("05.7", "the variance for the standard deviation"),
        ),
        "Bits per dimension, and which weighted losses are bounds.",
    ),
    "06": Advice(
        (
            "Two points, −1 and 1, and you observe 0.25: what is the best estimate?",
            "With noise 2h z for √(2h) z, what does halving h do to the variance?",
        ),
        "A Tweedie for counts",
        "Tweedie's argument for counts in place of Gaussians: whoever knows only the formula writes a derivative.",
        (
            ("06.1", "the score of the data"),
            ("06.5", "the target's mean square alone"),
            ("06.6", "the wrong power of the step"),
            ("06.8", "Tweedie's formula taken over"),
        ),
        "Implicit score matching in section 3; section 7.",
    ),
    "07": Advice(
        (
            "While the training loss falls, what does the loss on unseen digits do?",
            "Which of the three loops with a slip has the lowest loss, and is that good?",
        ),
        "How often to draw each t",
        "The answer is an optimum under a constraint, not a line of the loop; the weights show who checked the mean.",
        (
            ("07.1", "variance for standard deviation in the noise"),
            ("07.1", "the row's number for its time"),
            ("07.3", "independent fluctuations"),
            ("07.6", "the mean loss"),
        ),
        "Section 10 (U-Net and transformer), and the folded comparison with diffusers.",
    ),
    "08": Advice(
        (
            "Twenty steps, exact denoiser: which is closer, with fresh noise or without?",
            "Noise at the last step, on two chains: help or harm?",
        ),
        "The step that loses nothing",
        "All of the lecture's steps lose variance; this one must not, so none of its formulas will do.",
        (
            ("08.1", "old noise not reduced"),
            ("08.4", "the exact inverse"),
            ("08.6", "the level still wrong"),
            ("08.7", "the posterior's noise"),
        ),
        "Interpolation and clipping in section 3.",
    ),
    "09": Advice(
        (
            "At η = 0, do two paths ever cross?",
            "Drift and noise of different rules: which samples come out too wide, which too narrow?",
        ),
        "Which schedule is this?",
        "From an equation back to its schedule: the noise has to be shrunk on the way, which no line of the page says.",
        (
            ("09.1", "σ̇ for the rate of σ²"),
            ("09.3", "the drift outside of the derivative"),
            ("09.6", "η not squared in the drift"),
            ("09.8", "noise not shrunk on the way"),
        ),
        "Predictor and corrector in section 4; section 5 where likelihoods are not needed.",
    ),
    "10": Advice(
        (
            "Heun's local error is of order Δ³: what do twice as many steps gain?",
            "Ten calls each: in which order do DDIM, Heun and 2M finish?",
        ),
        "A slope with memory",
        "A rule for unequal steps from one straight line: who has memorised Adams and Bashforth assumes equal ones.",
        (
            ("10.2", "second slope at the old level"),
            ("10.3", "divided by m"),
            ("10.5", "standard deviations subtracted"),
            ("10.7", "equal steps assumed"),
        ),
        "UniPC, and section 8.",
    ),
    "11": Advice(
        (
            "The network is perfect and you take one Euler step: what do 10 000 noises become?",
            "Paired without looking at labels, then asked for one class: why do more steps not help?",
        ),
        "Derive: how curved is the flow of a Gaussian?",
        "Straight lines, curved paths, in closed form: it needs the split of the cost, not only the picture.",
        (("11.2", "y not rescaled"), ("11.3", "told 1 − t"), ("11.4", "the crossing"), ("11.5", "labels left behind")),
        "Section 6 (from any law to any other).",
    ),
    "12": Advice(
        (
            "The same guided score with noise and without: the same law?",
            "Does guidance at w = 2 teach a classifier better than none?",
        ),
        "Derive: two conditions at once",
        "The text derives one condition; the half and the squares of two show who followed it.",
        (
            ("12.1", "1 + w for w"),
            ("12.1", "class 0 as null"),
            ("12.4", "each condition alone"),
            ("12.5", "w − 1"),
            ("12.6", "weights as they were"),
        ),
        "Section 6 (inpainting), or section 5 (autoguidance).",
    ),
    "13": Advice(
        (
            "At equal steps, are 16 numbers faster to train on than 64? Which judge minds what was dropped?",
            "The scale of the codes is lost: does a classifier mind?",
        ),
        "Derive: the fine, given a coarse with noise on it",
        "Conditioning on a coarse number that is itself noisy: two lines of algebra that a cascade lives on.",
        (
            ("13.2", "scaled the wrong way"),
            ("13.3", "equal to the noise"),
            ("13.5", "as if the coarse were clean"),
            ("13.6", "the new matrix truncated"),
        ),
        "Section 10 (adapting a trained model), a lecture of its own.",
    ),
    "14": Advice(
        (
            "Which is best with one call? Do more calls help a consistency model?",
            "The step is halved again and again: what becomes of the bias with the same noise, and with fresh noise?",
        ),
        "Derive: what fresh noise teaches",
        "It asks what a wrong training would learn, which cannot be looked up.",
        (("14.2", "not divided"), ("14.3", "boundary at 0"), ("14.5", "partial for total"), ("14.6", "e forgotten")),
        "Section 4 (MeanFlow).",
    ),
    "15": Advice(
        (
            "With 16 steps, is the KL of the uniform chain larger than that of the absorbing one?",
            "The bound without its weight: what number comes out, and how do you know that it cannot be?",
        ),
        "Derive: what two equal tokens lose",
        "Total correlation, steps and chance in one small formula; every half-understood piece is a listed mistake.",
        (
            ("15.1", "the prior forgotten"),
            ("15.2", "not given that it is masked"),
            ("15.3", "the mean over k"),
            ("15.6", "the chance not given the mask"),
        ),
        "Section 6 (tables), which needs lecture 17; exercise 15.7.",
    ),
    "16": Advice(
        (
            "Which value of the game would you see if the generator had become perfect?",
            "Four generators that have learned nothing: which judge does each of them win?",
        ),
        "A likelihood too good",
        "The code runs and the likelihood is splendid: one has to ask who sees whom.",
        (
            ("16.1", "mean over coordinates"),
            ("16.2", "sign of the log-determinant"),
            ("16.4", "nats"),
            ("16.5", "one sample only"),
        ),
        "Section 9 (likelihood and samples), or two of the four rivals.",
    ),
    "17": Advice(
        (
            "Copies against their originals: how often does a forest rank a copy higher?",
            "A threshold chosen for precision .95: in what share of halvings does the other half have less?",
        ),
        "From which score on does an alarm pay?",
        "It joins costs, odds and the shift of the training share; each of the three alone gives a listed mistake.",
        (
            ("17.2", "the last weights kept"),
            ("17.4", "one direction"),
            ("17.5", "no shift"),
            ("17.6", "chosen on all rows"),
        ),
        "Section 8, which lecture 18 takes up; the long tables of section 10.",
    ),
    "18": Advice(
        (
            "No near copies among the samples: how many of the 100 can be named all the same?",
            "A group keeps its 5 % on average: in what share of runs is it gone after ten rounds?",
        ),
        "Three lines that break a promise",
        "Code that runs, reports an ε and promises nothing: the faults are in what each line is allowed to know.",
        (
            ("18.1", "interpolated"),
            ("18.1", "false among the alarms"),
            ("18.3", "the classical formula"),
            ("18.5", "the widths forgotten"),
        ),
        "The accountant in section 4; section 7.",
    ),
    "19": Advice(
        (
            "Which single change brings the day forward on which half have adopted?",
            "From which year on does the interval of the ceiling have an upper end?",
        ),
        "How long until k have adopted",
        "A sum of waits, which the curve's inverse only resembles: it shows who thinks in people.",
        (
            ("19.2", "density at the year's end"),
            ("19.3", "Bass' curve at k/N"),
            ("19.4", "the last code as one more year"),
            ("19.6", "sensitivity 1"),
        ),
        "Sections 6 (which factors) and 7 (published maps); lecture 28 needs 7 again.",
    ),
    "20": Advice(
        (
            "R₀ = 2 and nobody does anything: which share is infected in the end?",
            "Twenty days of lockdown, then as before: by how much does it lower the total?",
        ),
        "Extinction where every case is infectious equally long",
        "The argument of section 3 with another law of offspring; the printed formula is the tempting answer.",
        (
            ("20.1", "the transpose forgotten"),
            ("20.3", "as it was"),
            ("20.4", "the exponential time's answer"),
            ("20.4", "one case only"),
        ),
        "Section 5 from the reproduction number on; section 8.",
    ),
    "21": Advice(
        (
            "The copy of the figure, the start, the noise model: which moves R₀ least?",
            "Random walk, Langevin, Hamilton: who has the most effective samples for each epidemic solved?",
        ),
        "Flat in what?",
        "One line of code, and only those write it who ask in which variables a prior is flat.",
        (
            ("21.2", "those who never did left out"),
            ("21.3", "never adopted in the last year"),
            ("21.5", "I₀ left out"),
            ("21.6", "no correction"),
            ("21.7", "no Jacobian"),
        ),
        "Hamilton's half of section 8; section 6.",
    ),
    "22": Advice(
        (
            "What does the histogram of forty PIT values look like for the first way?",
            "In which world does Bass' curve lose to a regression?",
        ),
        "Which factor of a product matters?",
        "Interactions of a product, derived: who carries a sum's rule over gets T equal to S.",
        (
            ("22.1", "v not multiplied by the jump"),
            ("22.3", "only the logarithm"),
            ("22.4", "the forecast knows the next count"),
            ("22.7", "no interactions"),
        ),
        "Section 6 (how many parameters), section 8.",
    ),
    "23": Advice(
        (
            "In which row is the threshold's theory furthest off, and to which side?",
            "A worm, a club, a novel: where does swapping the ties change the final size?",
        ),
        "A threshold where people recover at different rates",
        "Each person recovers at a rate of their own: the answer is an eigenvalue, but of which matrix?",
        (
            ("23.1", "the same average twice"),
            ("23.2", "a line through the log–log histogram"),
            ("23.3", "a duration read as a date"),
            ("23.4", "the mean rate for all"),
            ("23.6", "infections still in place"),
        ),
        "Section 6 (communities, ties that differ), section 8.",
    ),
    "24": Advice(
        (
            "How bad was greedy at its worst: near .70, .85 or 1?",
            "A thousand sets: does the chosen set beat the ten with most friends?",
        ),
        "A likelihood to mend",
        "The fault is somebody who is missing from the likelihood; nothing in the code looks wrong.",
        (
            ("24.1", "everybody reached tries again each step"),
            ("24.2", "ways added up"),
            ("24.3", "spread alone"),
            ("24.4", "forward from the root"),
            ("24.7", "only those never reached"),
        ),
        "Sections 6 and 7 (money, rumours and opinions).",
    ),
    "25": Advice(
        (
            "Of six kinds of chips, how many show a price effect that a cautious reader would report?",
            "A hundred would be right by majority nearly always: how often does a herd go right?",
        ),
        "A ring with small debts",
        "The formula of the text with its condition taken away; the boundary cases show who reasons bank by bank.",
        (
            ("25.1", "price levels"),
            ("25.2", "passed on once only"),
            ("25.5", "the transpose forgotten"),
            ("25.6", "the debt against the whole shock"),
        ),
        "Section 5 (news into prices).",
    ),
    "26": Advice(
        (
            "Four numbers of a map: which two kinds of diffusion will they confuse most?",
            "A climb up a tree with three children each: is it shorter, longer or the same with two?",
        ),
        "The likelihood of one window",
        "A likelihood with late entry and censoring: every term that is easy to forget is a listed mistake.",
        (
            ("26.1", "the exponents exchanged"),
            ("26.2", "divided by all that are left"),
            ("26.3", "indices for ranks"),
            ("26.4", "censored places left out"),
        ),
        "Section 6 (a tree of towns), if lecture 27 will be taught.",
    ),
    "27": Advice(
        (
            "On a ternary tree, is the root reached sooner than on a binary one of the same depth?",
            "Under one schedule for all, which levels lose energy: fine, coarse, all alike?",
        ),
        "Gains from what was seen",
        "How much noise adds to a level has to be derived, families of different size included.",
        (
            ("27.1", "every child counts alike"),
            ("27.2", "one level too high"),
            ("27.4", "the noise of one leaf on every level"),
            ("27.6", "means of means"),
        ),
        "Two of the applications in sections 6 to 9.",
    ),
    "28": Advice(
        (
            "Rewind with a table of counts or with a network: which comes closer?",
            "On which networks does message passing beat the Jordan centre, and is it as sure as it is right?",
        ),
        "Who was patient zero?",
        "An exact posterior by enumeration: who was ill is easy, who was exposed and stayed healthy is not.",
        (
            ("28.1", "the forward probability"),
            ("28.2", "the ratio inverted"),
            ("28.4", "the healthy forgotten"),
            ("28.6", "the sensitivity of one count"),
        ),
        "Section 5 or section 6, whichever your class needs less.",
    ),
}
