// Package faulttest is what the tests of writing under faults share: a proxy
// that makes a network fail by a seed, and the truth about a cloud, read by
// plain HTTP. It shares no code with the client, and nothing but tests imports
// it.
package faulttest
