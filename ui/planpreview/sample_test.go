package planpreview_test

import (
	"fmt"
	"sync"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/planpreview"
	"glimpse/ui/theme"
	"glimpse/ui/uitest"
)

// firstImages are made once, and changed by no test.
var firstImages = sync.OnceValue(func() map[model.ImageID]*model.Image {
	byID := map[model.ImageID]*model.Image{}
	for i := range 2000 {
		image := uitest.Image(i)
		byID[image.ID] = &image
	}
	return byID
})

// place is where the sample plans would be sent; the images are the sample
// images, and three of seven belong to the project.
func place() planpreview.Place {
	byID := firstImages()
	return planpreview.Place{
		Cloud: "demo", Project: text.Of("demo"), User: text.Of("member"), Region: text.Of("RegionOne"), ProjectID: uitest.Image(0).Owner,
		Image: func(id model.ImageID) *model.Image { return byID[id] },
		Owner: func(id text.Untrusted) text.Untrusted {
			if id == uitest.Image(1).Owner {
				return text.Of("platform")
			}
			return text.Untrusted{}
		},
	}
}

// tagging is a plan that tags images; those whose number three divides have
// one of the tags, and some are left out.
func tagging(count int) *plan.Plan {
	p := &plan.Plan{Title: "tag +gold +lts -dev"}
	for i := range count {
		image := uitest.Image(i)
		step := plan.Step{
			Image: image.ID, Name: image.Name, Kind: plan.Retag, Add: []string{"gold", "lts"}, Remove: []string{"dev"},
			Shown: []patch.Field{{Name: "tags", Set: true, Value: []string{"dev"}}},
		}
		if i%3 == 0 {
			step.Add = []string{"lts"}
			step.Shown[0].Value = []string{"dev", "gold"}
		}
		p.Steps = append(p.Steps, step)
	}
	for i := range 4 {
		image := uitest.Image(count + i)
		p.LeftOut = append(p.LeftOut, plan.LeftOut{Image: image.ID, Name: image.Name, Reason: plan.AsWanted})
	}
	return p
}

// changing is a plan that changes attributes and properties of images.
func changing(count int) *plan.Plan {
	p := &plan.Plan{Title: "set visibility=shared protected=true"}
	for i := range count {
		image := uitest.Image(i)
		visibility := []string{"private", "community"}[i%2]
		p.Steps = append(p.Steps, plan.Step{
			Image: image.ID, Name: image.Name, Kind: plan.Update,
			Patch: patch.Patch{
				patch.SetAttribute(model.AttrVisibility, "shared"), patch.SetAttribute(model.AttrProtected, true),
				patch.SetAttribute(model.AttrMinDisk, 20), patch.SetProperty("os_distro", "ubuntu"), patch.RemoveProperty("a/b~c"),
			},
			Shown: []patch.Field{
				{Name: "visibility", Set: true, Value: visibility},
				{Name: "protected", Set: true, Value: false},
				{Name: "min_disk", Set: true, Value: int64(0)},
				{Name: "os_distro"},
				{Name: "a/b~c", Set: true, Value: "a rather long value that goes on and on, over the edge of a narrow screen and then some"},
			},
		})
	}
	return p
}

// differing is a plan in which no two images change alike.
func differing(count int) *plan.Plan {
	p := changing(count)
	for i := range p.Steps {
		p.Steps[i].Shown[3] = patch.Field{Name: "os_distro", Set: true, Value: fmt.Sprintf("a distribution of its own, with the number %d", i)}
	}
	return p
}

// deleting is a plan that deletes images; every fifth is protected and left
// out.
func deleting(count int) *plan.Plan {
	p := &plan.Plan{Title: "delete"}
	for i := range count {
		image := uitest.Image(i)
		if image.Protected {
			p.LeftOut = append(p.LeftOut, plan.LeftOut{Image: image.ID, Name: image.Name, Reason: plan.Protected})
			continue
		}
		p.Steps = append(p.Steps, plan.Step{Image: image.ID, Name: image.Name, Kind: plan.Delete, Shown: []patch.Field{
			{Name: "name", Set: true, Value: image.Name.Raw()},
			{Name: "owner", Set: true, Value: image.Owner.Raw()},
			{Name: "visibility", Set: true, Value: image.Visibility.Raw()},
			{Name: "protected", Set: true, Value: false},
		}})
	}
	return p
}

// creating is a plan that makes one image.
func creating() *plan.Plan {
	return &plan.Plan{Title: "create name=base", Steps: []plan.Step{{
		Image: model.NewImageID("11111111-2222-4333-8444-555555555555"), Name: text.Of("base"), Kind: plan.Create,
		New: []patch.Field{
			{Name: "name", Set: true, Value: "base"},
			{Name: "disk_format", Set: true, Value: "qcow2"},
			{Name: "min_ram", Set: true, Value: int64(512)},
			{Name: "tags", Set: true, Value: []string{"gold", "two words"}},
			{Name: "os_distro", Set: true, Value: ""},
		},
	}}}
}

// empty is a plan of which everything is left out.
func empty() *plan.Plan {
	p := &plan.Plan{Title: "protect"}
	for i := range 3 {
		p.LeftOut = append(p.LeftOut, plan.LeftOut{Image: model.NewImageID(fmt.Sprint(i)), Reason: plan.AsWanted})
	}
	return p
}

// shown is the preview of a plan of which everything was found out.
func shown(look *theme.Theme, p *plan.Plan, at planpreview.Place) *planpreview.Screen {
	survey := planpreview.NewSurvey(p, at)
	survey.Step(len(p.Steps))
	return planpreview.Show(look, survey)
}
