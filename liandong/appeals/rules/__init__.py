"""What the house allows an appeal to do, by when, and how its lamp burns. Pure: no tables, no clock of its own."""
