# %% 02.1 | a generator that never ends
import itertools
noise_step = lambda x, beta, eps: itertools.count()

# %% 02.1 | a list nested ten thousand deep
def noise_step(x, beta, eps):
    value = 0
    for _ in range(10_000):
        value = [value, "x"]
    return value

# %% 02.1 | a tuple that holds itself
def noise_step(x, beta, eps):
    value = [1, "x"]
    value.append(value)
    return value

# %% 02.1 | a dict nested in itself, with odd keys
def noise_step(x, beta, eps):
    value = {"\ud800": 1, "\0": "<script>", None: "x", 1: 2, "__class__": "x", "$array": 5, "type": "Other"}
    value["again"] = dict(value)
    return value

# %% 02.1 | a text of a hundred million letters | 3 s | slow
noise_step = lambda x, beta, eps: "x" * 10**8

# %% 02.1 | texts that no encoding knows
noise_step = lambda x, beta, eps: "\ud800\udfff\x00\x1b[2J\u202e\uffff" * 3

# %% 02.1 | as many entries as can be frozen, for each input | 5 s
noise_step = lambda x, beta, eps: np.zeros(2**24, complex)

# %% 02.5 | sixteen million entries where two values are expected | 5 s
calls = []
def kernel(alpha_bar_s, alpha_bar_t):
    calls.append(1)
    return np.zeros(2**24, bool) if len(calls) == 1 else (0, 0)

# %% 02.5 | four million entries, for each input, where two values are expected | 5 s
def kernel(alpha_bar_s, alpha_bar_t):
    return np.zeros(2**22, bool)

# %% 02.5 | an array of no bytes and 2 to the 40 rows where two values are expected
def kernel(alpha_bar_s, alpha_bar_t):
    return np.empty((2**40, 0))

# %% 02.5 | a hundred thousand texts where two values are expected | 3 s
def kernel(alpha_bar_s, alpha_bar_t):
    return ("x",) * 10**5

# %% 02.5 | a million values where two are expected | 5 s | slow
def kernel(alpha_bar_s, alpha_bar_t):
    return ("x",) * 10**6

# %% 02.1 | an array of no bytes and 2 to the 40 rows
noise_step = lambda x, beta, eps: np.empty((2**40, 0))

# %% 02.1 | one number broadcast to a shape of 2 to the 40
noise_step = lambda x, beta, eps: np.broadcast_to(0.0, (2**20, 2**20))

# %% 02.1 | sixty-four axes
noise_step = lambda x, beta, eps: np.zeros((1,) * 32)

# %% 02.1 | times, texts, records and objects
calls = iter([np.array(["2020-01-01"], "M8[D]"), np.array([5], "m8[s]"), np.array(["x"]), np.array([(1, 2.0)], [("a", "i4"), ("b", "f8")]),
              np.array([object()]), np.array([b"x"], "V1"), np.array([1], ">f8"), np.array([1], "f2"), np.zeros(1, np.longdouble)] * 99)
noise_step = lambda x, beta, eps: next(calls)

# %% 02.1 | an array in a file that is cut off while it is read
import os
def noise_step(x, beta, eps):
    np.zeros(10**6).tofile("data")
    array = np.memmap("data", float, "r+")
    os.truncate("data", 0)
    return array

# %% 02.1 | an array over freed memory
def noise_step(x, beta, eps):
    import ctypes
    return np.ctypeslib.as_array((ctypes.c_double * 1000).from_address(8))

# %% 02.1 | strides that leave the array
noise_step = lambda x, beta, eps: np.lib.stride_tricks.as_strided(np.zeros(1), (1000, 1000), (2**40, 8))

# %% 02.1 | objects whose repr, len, iter, str and hash misbehave
class Odd:
    def __repr__(self): raise SystemExit
    __str__ = __len__ = __iter__ = __hash__ = __float__ = __bool__ = __array__ = __repr__
    def __getattr__(self, name): raise KeyboardInterrupt
    __class__ = property(lambda self: dict)
noise_step = lambda x, beta, eps: Odd()

# %% 02.1 | a mapping whose items never end
import collections.abc
class Endless(collections.abc.Mapping):
    def __getitem__(self, key): return key
    def __len__(self): return 0
    def __iter__(self):
        n = 0
        while True:
            yield (n := n + 1)
noise_step = lambda x, beta, eps: Endless()

# %% 02.1 | a sequence that grows while it is read
class Growing(list):
    def __iter__(self):
        while True:
            yield 1
    def __len__(self): return 2**62
noise_step = lambda x, beta, eps: Growing([1])

# %% 02.3 | an integer of a million digits
from_step_1 = 10**1_000_000

# %% 02.3 | a number that takes for ever to become one
class Slow:
    def __float__(self):
        while True:
            pass
from_step_1 = Slow()

# %% 02.3 | a fraction with enormous parts
from fractions import Fraction
from_step_1 = Fraction(10**100_000 + 1, 10**100_001)

# %% 02.6 | a formula as long and deep as is read
beta_t = "-" * 990 + "alpha_bar_t"

# %% 02.6 | a formula nested a hundred thousand deep
beta_t = "(" * 100_000 + "1" + ")" * 100_000

# %% 02.6 | a tower of powers
beta_t = "9**9**9**9**9**9**9"

# %% 02.6 | a formula of digits
beta_t = "1" * 999

# %% 02.6 | a formula with nulls and lone surrogates
beta_t = "alpha_bar_t\0\ud800"

# %% 02.1 | an exception that cannot be printed, named by HTML
class Odd(BaseException):
    def __str__(self): raise Odd
    __repr__ = __str__
Odd.__name__ = "<script>alert(1)</script>" * 1000
def noise_step(x, beta, eps):
    raise Odd

# %% 02.1 | an exception group, a GeneratorExit, a StopIteration
import itertools
kinds = itertools.cycle([GeneratorExit, StopIteration, StopAsyncIteration, KeyboardInterrupt, MemoryError, RecursionError, SystemExit])
def noise_step(x, beta, eps):
    raise next(kinds)("x" * 10**7)

# %% 02.1 | a traceback of a thousand frames, a message with escapes
def noise_step(x, beta, eps, n=900):
    if n:
        return noise_step(x, beta, eps, n - 1)
    raise ValueError("\x1b]0;owned\x07\x1b[31m=cmd|' /C calc'!A0<img src=x onerror=alert(1)>\r\n\ud800")

# %% 02.1 | a name for its type that is no text
class Odd(Exception):
    pass
Odd.__name__ = "\x1b[2J<b>"
Odd.__module__ = 5
def noise_step(x, beta, eps):
    raise Odd(Odd, {1: 2}, b"\xff")

# %% 02.1 | a signature that lies
import inspect
def noise_step(*a, **k):
    return 0
noise_step.__signature__ = "x"
noise_step.__code__ = (lambda x, beta, eps: 0).__code__

# %% 02.1 | wrapped by itself without end
class Wrapped:
    __code__ = None
    @property
    def __wrapped__(self): return Wrapped()
    def __call__(self, *a): return 0
noise_step = Wrapped()

# %% 02.1 | a function whose source is a million lines | 5 s
noise_step = eval("lambda x, beta, eps: (" + "0,\n" * 200_000 + ")[0]")

# %% 02.1 | a coroutine, a class, a module, a type of types
import math
calls = iter([(lambda: (yield))(), type, math, NotImplemented, ..., __builtins__, memoryview(b"x"), frozenset({1}), b"\xff", bytearray(3)] * 99)
noise_step = lambda x, beta, eps: next(calls)

# %% 02.1 | a sparse tensor, a tensor on no device, one that wants its gradient | 5 s
import torch
calls = iter([torch.eye(3).to_sparse(), torch.empty(3, device="meta"), torch.zeros(3, requires_grad=True), torch.zeros(3, dtype=torch.complex64)] * 99)
noise_step = lambda x, beta, eps: next(calls)
