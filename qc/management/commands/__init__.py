"""`manage.py help` lists what is here."""
