"""One kind of file each: what it holds, cell by cell, before what all kinds share is done."""
