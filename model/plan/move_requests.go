package plan

import (
	"encoding/json"
	"net/url"

	"glimpse/model/text"
)

// octets is the media type of image data.
const octets = "application/octet-stream"

// dataRequests are the requests of a step that moves data.
func (s *Step) dataRequests(path string) []Request {
	data := s.data()
	switch s.Kind {
	case Upload:
		return []Request{{Method: "PUT", Path: path + "/file", MediaType: octets, File: data.File}}
	case Download:
		return []Request{{Method: "GET", Path: path + "/file", File: data.File}}
	case DeleteFrom:
		requests := make([]Request, len(data.Stores))
		for i, store := range data.Stores {
			path := "/v2/stores/" + url.PathEscape(store) + "/" + url.PathEscape(s.Image.Raw())
			requests[i] = Request{Method: "DELETE", Path: path}
		}
		return requests
	default:
		return data.importRequests(path)
	}
}

// importRequests are the requests of an import.
func (d *Data) importRequests(path string) []Request {
	var requests []Request
	if d.Method == GlanceDirect {
		requests = append(requests, Request{Method: "PUT", Path: path + "/stage", MediaType: octets, File: d.File})
	}
	body, _ := json.Marshal(d.Document()) // texts and booleans, which never fail
	return append(requests, Request{Method: "POST", Path: path + "/import", MediaType: "application/json", Body: body})
}

// Document is the body of the request that begins an import.
func (d *Data) Document() map[string]any {
	method := map[string]any{"name": d.Method}
	if d.URL != "" {
		method["uri"] = d.URL
	}
	if d.Region != "" {
		method["glance_region"], method["glance_image_id"] = d.Region, d.From.Raw()
	}
	document := map[string]any{"method": method}
	if len(d.Stores) > 0 {
		document["stores"] = d.Stores
	}
	if len(d.Stores) > 1 {
		document["all_stores_must_succeed"] = true
	}
	return document
}

// openStackData returns the commands of a step that moves data, each from behind
// "image" on.
func (s *Step) openStackData(id string) []string {
	data := s.data()
	switch s.Kind {
	case Upload:
		return []string{"# openstack cannot send a file to an image that is there: glance image-upload --file " +
			text.Of(data.File).Shell() + " " + id}
	case Download:
		return []string{"save" + options("--file", []string{data.File}) + " " + id}
	case DeleteFrom:
		var lines []string
		for _, store := range data.Stores {
			lines = append(lines, "# openstack cannot delete from a store: glance stores-delete --store "+text.Of(store).Shell()+" "+id)
		}
		return lines
	default:
	}
	line := "import" + options("--method", []string{data.Method})
	if data.URL != "" {
		line += options("--uri", []string{data.URL})
	}
	if data.Region != "" {
		line += options("--remote-region", []string{data.Region}) + options("--remote-image", []string{data.From.Raw()})
	}
	line += options("--store", data.Stores) + " " + id
	if data.Method == GlanceDirect {
		return []string{"stage" + options("--file", []string{data.File}) + " " + id, line}
	}
	return []string{line}
}
