"""From masters in source/ to executed notebooks: `python -m utils.teaching.build`."""
