"""The words of visits."""
