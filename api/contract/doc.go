// Package contract states how the Image service behaves, once, as tests: each
// row of its tables is a request and what the service answers to it. They run
// against the embedded service, and unchanged against a real Glance and
// Keystone, so that what the embedded one gets wrong shows as a failure and
// what the real one does is written down where it cannot go stale.
//
//	go test ./api/contract                                  the embedded service
//	GLIMPSE_CONTRACT_DIR=DIR go test ./api/contract         the real ones that .ci/openstack/up DIR started
//
// The tests hold on a cloud that already has images: each makes its own, finds
// them by a property that no other image has, and removes them.
package contract
