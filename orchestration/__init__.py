"""When things happen, and the ways in: the top storey. Everything here may import assets; nothing there imports this."""
