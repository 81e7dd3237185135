"""What is asked and when, what is filled in already, what may be said of many without telling of one."""
