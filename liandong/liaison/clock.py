"""What happens in liaison because time passed."""
