"""What happens in visits because time passed."""
