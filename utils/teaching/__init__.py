"""How the course teaches: scenes, figures, exercises, build. Knows nothing of diffusion."""
