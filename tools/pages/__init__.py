"""The generated reference pages, one module each."""
