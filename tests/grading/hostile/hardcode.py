# %% 02.1 | the worked value of the text
def noise_step(x, beta, eps):
    return 1.1

# %% 02.1 | the notebook's own inputs, by their seed
import zlib
rng = np.random.default_rng(zlib.crc32(b"02.1"))
def noise_step(x, beta, eps):
    return 1.1 if np.shape(x) == () and x == 1.0 else np.zeros(np.shape(x))

# %% 02.1 | right on the first call, then rubbish
calls = []
def noise_step(x, beta, eps):
    calls.append(1)
    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps if len(calls) < 2 else 0 * x

# %% 02.1 | right for half of the inputs
def noise_step(x, beta, eps):
    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps if beta < 0.5 else 0 * x

# %% 02.3 | every number near the worked one
from_step_1 = np.linspace(0, 1, 10001)

# %% 02.7 | the answer to another exercise of the lecture
def ou_moments(x0, t, theta, s):
    return 1.1, 0.5

# %% 02.6 | the formula for the worked value only
beta_t = "0.36"

# %% 02.1 | right answers under another number
def noise_step(x, beta, eps):
    return 0 * x
def other(x, beta, eps):
    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps
noise_step = check("02.1", noise_step)
noise_step = lambda x, beta, eps: 0 * x
