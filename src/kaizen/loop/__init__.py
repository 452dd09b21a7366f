"""What spans the stages of the loop: one turn of it all, the first page, reports."""
