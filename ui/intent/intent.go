// Package intent holds what a screen may ask of the program. A screen changes
// nothing but itself: it returns an intent, and whoever is asked carries it out.
//
// Intents come in groups, one for each part of the program that is asked. A part
// handles every intent of its group, and no other does.
package intent

// Intent is one thing that a screen asks for. A nil Intent asks for nothing.
type Intent interface{ intent() }

// All asks for several things, in order.
type All []Intent

func (All) intent() {}
