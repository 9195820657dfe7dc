"""What changed on the cases somebody carries since they last looked: told once, worst first."""
