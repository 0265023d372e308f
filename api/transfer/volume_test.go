package transfer_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"glimpse/api"
	"glimpse/api/transfer"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// storage is a Block Storage service that makes an image, which goes from one status to
// the next each time it is looked at, and an image service that has it.
type storage struct {
	transfer.Client
	// make is what the request is answered with; statuses are those of the image, of
	// which "" is that there is none, and volumes those of the volume.
	make              error
	statuses, volumes []string
	asked             []api.VolumeImage
}

func (s *storage) ImageOfVolume(_ context.Context, wanted api.VolumeImage) (model.ImageID, error) {
	s.asked = append(s.asked, wanted)
	return model.NewImageID("i"), s.make
}

// next takes the first of some words, of which the last one stays.
func next(words *[]string) string {
	word := (*words)[0]
	if len(*words) > 1 {
		*words = (*words)[1:]
	}
	return word
}

func (s *storage) Image(context.Context, model.ImageID) (model.Image, error) {
	status := next(&s.statuses)
	if status == "" {
		return model.Image{}, &api.Problem{Kind: api.ErrNotFound, Status: 404}
	}
	image := model.Image{ID: model.NewImageID("i"), Status: model.Status{Untrusted: text.Of(status)}, Size: 8 << 30}
	image.SetKnown(model.AttrSize)
	return image, nil
}

func (s *storage) Volume(context.Context, text.Untrusted) (model.Volume, error) {
	return model.Volume{Status: text.Of(next(&s.volumes))}, nil
}

func TestAnImageOfAVolumeIsFollowed(t *testing.T) {
	t.Parallel()
	uploading := []string{"uploading"}
	refusal := &api.Problem{Operation: "making", Kind: api.ErrInvalid, Status: 400, Reason: text.Of("no")}
	for name, test := range map[string]struct {
		service *storage
		known   string
		again   bool
		note    string
		outcome job.Outcome
		asked   int
		made    []string
	}{
		"it becomes active": {&storage{statuses: []string{"queued", "saving", "saving", "active"}, volumes: uploading}, "", false, "8.0 GiB", "", 1, []string{"i"}},
		"it is deleted by the service": {
			&storage{statuses: []string{"queued", ""}, volumes: uploading}, "", false,
			"the block storage service gave the image up and deleted it", job.Failed, 1,
			[]string{"i"},
		},
		"the volume is at rest": {
			&storage{statuses: []string{"queued"}, volumes: []string{"uploading", "available"}}, "", false,
			"the volume is no longer being sent, and the image is still queued", job.Failed, 1,
			[]string{"i"},
		},
		"the image is ready a little later": {&storage{statuses: []string{"saving", "active"}, volumes: []string{"available"}}, "", false, "8.0 GiB", "", 1, []string{"i"}},
		"it is refused":                     {&storage{make: refusal}, "", false, `making: no`, job.Refused, 1, nil},
		"the answer is lost": {
			&storage{make: &api.Problem{Operation: "making", Kind: api.ErrUncertain, Reason: text.Of("no answer")}}, "", false,
			`nothing is sent again: look for a new image "golden"`, job.Failed, 1, nil,
		},
		"an earlier run made it":             {&storage{statuses: []string{"active"}, volumes: uploading}, "i", true, "8.0 GiB", "", 0, nil},
		"an earlier run does not know which": {&storage{}, "", true, `look for a new image "golden"`, job.Failed, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				step := &plan.Step{
					Kind: plan.CreateFromVolume, Name: text.Of("golden"), Volume: &plan.Volume{ID: text.Of("v"), Force: true},
					New: []patch.Field{{Name: "name", Set: true, Value: "golden"}, {Name: "protected", Set: true, Value: true}},
				}
				var made []string
				note, err := (&transfer.Mover{Client: test.service}).MakeOfVolume(t.Context(), step, model.NewImageID(test.known), test.again, &job.Meter{},
					func(id model.ImageID) { made = append(made, id.Raw()) })
				said, outcome := note.Raw(), job.Outcome("")
				var verdict *job.VerdictError
				if errors.As(err, &verdict) {
					said, outcome = verdict.Reason.Raw(), verdict.Outcome
				}
				if !strings.Contains(said, test.note) || outcome != test.outcome || len(test.service.asked) != test.asked || !slices.Equal(made, test.made) {
					t.Errorf("%q, %q, %v; asked for %+v, made %v", said, outcome, err, test.service.asked, made)
				}
				for _, wanted := range test.service.asked {
					if !wanted.Force || wanted.Volume.Raw() != "v" || wanted.Attributes[model.AttrName] != "golden" || wanted.Attributes[model.AttrProtected] != true {
						t.Errorf("asked for %+v", wanted)
					}
				}
			})
		})
	}
}

func TestAnImageOfAVolumeThatIsNoLongerFollowed(t *testing.T) {
	t.Parallel()
	step := &plan.Step{Kind: plan.CreateFromVolume, Volume: &plan.Volume{ID: text.Of("v")}}
	ends := errors.New("the program ends")
	for _, cause := range []error{ends, job.ErrCancelled} {
		ctx, cancel := context.WithCancelCause(t.Context())
		service := &storage{statuses: []string{"queued"}, volumes: []string{"uploading"}}
		note, err := (&transfer.Mover{Client: service}).MakeOfVolume(ctx, step, model.ImageID{}, false, &job.Meter{},
			func(model.ImageID) { cancel(cause) })
		if cause == job.ErrCancelled && (err != nil || !strings.Contains(note.Raw(), "goes on with image i by itself")) {
			t.Errorf("cancelled: %q, %v", note.Raw(), err)
		}
		if cause == ends && (err == nil || errors.As(err, new(*job.VerdictError))) {
			t.Errorf("left: %q, %v", note.Raw(), err)
		}
	}
}
