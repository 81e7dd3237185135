"""What happens in figures because time passed."""
