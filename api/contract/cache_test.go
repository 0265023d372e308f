package contract

import (
	"errors"
	"testing"

	"glimpse/api"
)

func TestTheCacheOfAServiceWithoutOne(t *testing.T) {
	if _, err := theTarget.client(t, admin, api.Options{}).Cache(t.Context()); !errors.Is(err, api.ErrNotOffered) {
		t.Errorf("an administrator is told %v", err)
	}
	if _, err := theTarget.client(t, member, api.Options{}).Cache(t.Context()); !errors.Is(err, api.ErrForbidden) {
		t.Errorf("a member is told %v", err)
	}
}

func TestDefinitionsAreThoseOfThePlainList(t *testing.T) {
	catalogue, err := theTarget.client(t, member, api.Options{}).Definitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(catalogue.Namespaces) == 0 {
		t.Skip("this service has no definitions")
	}
	if bus := catalogue.Property("hw_disk_bus"); bus == nil || len(bus.Values) < 2 || bus.Title.IsEmpty() {
		t.Errorf("hw_disk_bus is defined as %+v", bus)
	}
}
