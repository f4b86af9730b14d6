"""What every part of the course may import: checks of arguments, files that are whole or not there.

checks       numbers, words and functions; needs nothing but Python
arrays       points, times, labels, generators of random numbers; needs numpy
files        the folder of the course; writing a file in one go
interrupts   Ctrl-C that waits for the end of a step
"""
