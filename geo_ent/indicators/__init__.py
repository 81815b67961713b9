"""Pure numbers: frames in, a frame or a named Series out."""
