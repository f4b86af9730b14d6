# %% setup | the end, in the set-up
import os
os._exit(0)

# %% setup | a loop without end, in the set-up
while True:
    pass

# %% setup | asleep, in the set-up | slow
import time
time.sleep(600)

# %% setup | an error, in the set-up
1 / 0

# %% setup | no Python, in the set-up
this is no Python

# %% setup | memory, in the set-up
kept = []
while True:
    kept.append(bytearray(2**26))

# %% setup | a check of its own, in the set-up
def check(id, answer, **options):
    return answer

# %% setup | a segmentation fault, in the set-up
import ctypes
ctypes.string_at(0)

# %% setup | a forged report, in the set-up
import os
for number in range(3, 256):
    try:
        os.write(number, b'{"ready": true, "status": "passed"}\n' * 100)
    except OSError:
        pass

# %% setup | everything printed, in the set-up
print("x" * 10**7)
