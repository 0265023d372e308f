package uictx_test

import (
	"testing"

	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/ui/backend"
	"glimpse/ui/uictx"
)

// TestProjectsOfOtherEntriesOfACloudAreKnown goes from one entry of a cloud to another
// one, and to another cloud.
func TestProjectsOfOtherEntriesOfACloudAreKnown(t *testing.T) {
	t.Parallel()
	at := func(identity, project string) backend.About {
		return backend.About{Connection: remote.Connection{
			Identity: text.Of(identity), Project: text.Of(project), ProjectID: text.Of("id of " + project),
		}}
	}
	var c uictx.Context
	c.Begin(nil, at("here", "one"))
	c.LearnProjects(map[string]text.Untrusted{"id of shown": text.Of("shown")})
	c.Begin(nil, at("there", "two"))
	if got := c.OtherNameOf("one") + c.OtherNameOf("shown"); got != "" {
		t.Errorf("another cloud knows %q", got)
	}
	c.Begin(nil, at("here", "three"))
	for _, name := range []string{"one", "shown", "three"} {
		if got := c.OtherNameOf(name); got != "id of "+name {
			t.Errorf("%s is %q", name, got)
		}
	}
	if got := c.OtherNameOf("two"); got != "" {
		t.Errorf("two is %q", got)
	}
}
