"""One voice turn from a request to its report."""
