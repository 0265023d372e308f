package intent_test

import (
	"slices"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/intent"
)

func TestAKeyThatTogglesMakesSureOfWhatIsUnknown(t *testing.T) {
	t.Parallel()
	set := model.Image{Protected: true, Hidden: true, Status: model.StatusDeactivated}
	unknown := model.Image{Unknown: ^model.AttributeSet(0)}
	for _, test := range []struct {
		act          action.ID
		first, other command.Command
	}{
		{action.ToggleProtected, command.Protect{}, command.Unprotect{}},
		{action.ToggleHidden, command.Hide{}, command.Unhide{}},
		{action.ToggleActive, command.Deactivate{}, command.Reactivate{}},
	} {
		for _, images := range [][]model.Image{{unknown}, {set, unknown}, {set, {}}} {
			if got := asked(test.act, images); got != test.first {
				t.Errorf("%v of %+v asks for %#v", test.act, images, got)
			}
		}
		if got := asked(test.act, []model.Image{set, set}); got != test.other {
			t.Errorf("%v asks for %#v", test.act, got)
		}
	}
}

func asked(act action.ID, images []model.Image) command.Command {
	wanted, _ := intent.Changing(act, func(holds func(*model.Image) bool) bool {
		return slices.ContainsFunc(images, func(image model.Image) bool { return holds(&image) })
	}).(intent.Change)
	return wanted.Commands[0]
}
