package intent_test

import (
	"slices"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/intent"
	"glimpse/ui/keys"
)

func TestAKeyThatTogglesMakesSureOfWhatIsUnknown(t *testing.T) {
	t.Parallel()
	set := model.Image{Protected: true, Hidden: true, Status: model.StatusDeactivated}
	unknown := model.Image{Unknown: ^model.AttributeSet(0)}
	for _, test := range []struct {
		action       keys.Action
		first, other command.Command
	}{
		{keys.ToggleProtected, command.Protect{}, command.Unprotect{}},
		{keys.ToggleHidden, command.Hide{}, command.Unhide{}},
		{keys.ToggleActive, command.Deactivate{}, command.Reactivate{}},
	} {
		for _, images := range [][]model.Image{{unknown}, {set, unknown}, {set, {}}} {
			if got := asked(test.action, images); got != test.first {
				t.Errorf("%v of %+v asks for %#v", test.action, images, got)
			}
		}
		if got := asked(test.action, []model.Image{set, set}); got != test.other {
			t.Errorf("%v asks for %#v", test.action, got)
		}
	}
}

func asked(action keys.Action, images []model.Image) command.Command {
	wanted, _ := intent.Changing(action, func(holds func(*model.Image) bool) bool {
		return slices.ContainsFunc(images, func(image model.Image) bool { return holds(&image) })
	}).(intent.Change)
	return wanted.Command
}
