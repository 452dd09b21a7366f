"""What configuration declares: workflows, jobs, scripts and how services are started."""
