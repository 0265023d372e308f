package clouds

// Equal reports whether two secrets hold the same text, by which cmp compares them.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }
