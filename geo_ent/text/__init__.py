"""Words and numbers as text: written, compared, made safe."""
