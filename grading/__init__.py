"""Grading a class: submissions in, feedback pages and a filled gradebook out. See README.md beside this file."""
