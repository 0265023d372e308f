package api

import (
	"net/url"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/text"
)

// notAskedError reports that an answer is about something else than what was
// asked for by its id. A cache or a proxy that mixes answers up does that, and
// a change computed from such an answer would go to an image that nobody chose.
type notAskedError struct {
	what string // "image", "project" or "volume"
	got  text.Untrusted
}

func (e *notAskedError) Error() string {
	return "the answer is about another " + e.what + ": " + e.got.Display()
}

// mixedUp is the advice on it.
const mixedUp = "a cache or a proxy on the way may mix answers up: try again, and if it stays so, tell the cloud's operator"

// checkAsked returns an error unless an answer has the id that was asked for.
// Upper and lower case are the same, because a service's database may find an
// id in either.
func checkAsked(what string, asked, got text.Untrusted) error {
	if strings.EqualFold(asked.Raw(), got.Raw()) {
		return nil
	}
	return &notAskedError{what: what, got: got}
}

// checkRecords is checkAsked for parts of an answer that name their image, as
// the members and the tasks of one do. One that names none is taken as it is.
func checkRecords(asked model.ImageID, list []record) error {
	for _, r := range list {
		if named := r.text("image_id"); !named.IsEmpty() {
			if err := checkAsked("image", asked.Untrusted, named); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkListed is checkAsked for a listing whose parameters name the ids of all
// that it may hold.
func checkListed(params url.Values, images []model.Image) error {
	asked := idsIn(params.Get(model.AttrID.String()))
	if len(asked) == 0 {
		return nil
	}
	for i := range images {
		got := images[i].ID
		if !got.IsEmpty() && !slices.ContainsFunc(asked, func(id string) bool { return strings.EqualFold(id, got.Raw()) }) {
			return &notAskedError{what: "image", got: got.Untrusted}
		}
	}
	return nil
}

// idsIn returns the ids that the parameter id asks for; none where it holds
// more than plain ids.
func idsIn(param string) []string {
	list := strings.TrimPrefix(param, "in:")
	if list == "" || strings.ContainsAny(list, `:"`) {
		return nil
	}
	return strings.Split(list, ",")
}

// readImage reads an answer that should be the record of one image.
func (c *Client) readImage(asked model.ImageID, body []byte) (model.Image, error) {
	image, err := decodeImage(body, c.intern)
	if err == nil {
		err = checkAsked("image", asked.Untrusted, image.ID.Untrusted)
	}
	if err != nil {
		return model.Image{}, err
	}
	return image, nil
}
