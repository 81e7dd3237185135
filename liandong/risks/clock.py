"""What happens in risks because time passed."""
