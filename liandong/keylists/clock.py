"""What happens in keylists because time passed."""
