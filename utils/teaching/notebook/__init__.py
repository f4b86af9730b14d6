"""What stands in a notebook: figures, text, progress bars, witnesses."""
