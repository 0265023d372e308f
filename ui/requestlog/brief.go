package requestlog

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"glimpse/model/patch"
)

// brief is what a write changes, in the words of the commands: "min_disk=5
// -architecture", "+gold -dev", "delete". What it cannot read is shown as it
// was sent, without the address of the image, which the row has already.
func brief(entry *Entry) string {
	request, path := entry.Request.Raw(), "/v2/images/"+entry.Image.Raw()
	if tags, isTags := strings.CutPrefix(request, "tags of "+path+": "); isTags {
		return tags
	}
	if document, isPatch := strings.CutPrefix(request, "PATCH "+path+" "); isPatch {
		var changes patch.Patch
		if err := json.Unmarshal([]byte(document), &changes); err == nil && len(changes) > 0 {
			return fields(changes)
		}
	}
	if action, isAction := strings.CutPrefix(request, "POST "+path+"/actions/"); isAction {
		return action
	}
	if document, isCreate := strings.CutPrefix(request, "POST /v2/images "); isCreate {
		decoder := json.NewDecoder(strings.NewReader(document))
		decoder.UseNumber()
		var record map[string]any
		if err := decoder.Decode(&record); err == nil {
			return created(record)
		}
	}
	if request == "DELETE "+path {
		return "delete"
	}
	return short(request, path)
}

func fields(changes patch.Patch) string {
	parts := make([]string, len(changes))
	for i, change := range changes {
		parts[i] = change.Field + "=" + fmt.Sprint(change.Value)
		if change.Verb == patch.Remove {
			parts[i] = "-" + change.Field
		}
	}
	return strings.Join(parts, " ")
}

// created is a new record, its name first.
func created(record map[string]any) string {
	parts := []string{"create"}
	if name, named := record["name"]; named {
		parts = append(parts, fmt.Sprint("name=", name))
	}
	for _, field := range slices.Sorted(maps.Keys(record)) {
		if field != "name" {
			parts = append(parts, fmt.Sprint(field, "=", record[field]))
		}
	}
	return strings.Join(parts, " ")
}

// short is a request without the address of the image.
func short(request, path string) string {
	for _, end := range []string{path + ": ", path + " ", path} {
		if before, after, found := strings.Cut(request, end); found {
			return before + after
		}
	}
	return request
}
