"""What nobody has verified is never an error: keys of another length, hosts of another form, poolers of unknown habits."""

from __future__ import annotations


