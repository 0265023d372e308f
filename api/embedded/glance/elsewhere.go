package glance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// glanceDownload is the import of an image that the Image service of another region
// has. It is offered with the extras.
const glanceDownload = "glance-download"

// elsewhere is an image of another region, as the request for a glance-download names
// it, and the token with which it is read there.
type elsewhere struct{ region, face, image, token string }

// importMethods are the ways of importing data that are switched on.
func (s *Service) importMethods() []string {
	methods := []string{"glance-direct", "web-download", "copy-image"}
	if s.options.Extras {
		methods = append(methods, glanceDownload)
	}
	return methods
}

// readElsewhere reads which image of which region a request names, and completes it
// as the real service does.
func (c *call) readElsewhere(request *importRequest) error {
	method, _ := request.body.dict.get("method")
	for _, name := range []string{"glance_region", "glance_image_id"} {
		if _, named := method.dict.get(name); !named {
			return badRequest("'" + name + "' needs to be set for glance-download import method")
		}
	}
	image, _ := method.dict.get("glance_image_id")
	if !isUUID(image.text) {
		return badRequest("Remote image id does not look like a UUID: " + str(image))
	}
	if _, named := method.dict.get("glance_service_interface"); !named {
		method.dict.set("glance_service_interface", value{kind: kindString, text: "public"})
	}
	region, _ := method.dict.get("glance_region")
	face, _ := method.dict.get("glance_service_interface")
	request.from = &elsewhere{region: region.text, face: face.text, image: image.text, token: c.r.Header.Get("X-Auth-Token")}
	return nil
}

// takenAlong are the beginnings of the names of properties that an image takes from
// the one of the other region.
var takenAlong = []string{"hw_", "trait:", "os_distro", "os_secure_boot", "os_type"}

var (
	errNoRegion  = errors.New("the catalogue has no such endpoint")
	errNotActive = errors.New("the image is not active there")
	errNoSize    = errors.New("the size of the image is not known there")
	errTooLarge  = fmt.Errorf("the demonstration imports at most %d MiB, which are kept in memory", maxFetch>>20)
	errShort     = errors.New("the data has another size")
)

// readRecord reads the image of the other region, and takes over what an import takes
// from its record. It returns the size of the data.
func (i *importing) readRecord() (size int64, err error) {
	body, err := i.askElsewhere("")
	if err != nil {
		return 0, err
	}
	decoded, err := decode(body)
	if err != nil || decoded.kind != kindDict {
		return 0, fmt.Errorf("reading the image of region %s: %w", i.task.from.region, errNoSize)
	}
	there := decoded.dict
	if status, _ := there.get("status"); status.text != statusActive {
		return 0, errNotActive
	}
	found, _ := there.get("size")
	size, known := wholeNumber(found)
	if !known {
		return 0, errNoSize
	}
	if !i.step(func(r *Record) { takeOver(r, there) }) {
		return 0, errors.New("the image is gone")
	}
	return size, nil
}

// takeOver copies what an import takes of an image in another region.
func takeOver(r *Record, there *dict) {
	text := func(name string) *string {
		if v, _ := there.get(name); v.kind == kindString {
			return &v.text
		}
		return nil
	}
	r.DiskFormat, r.ContainerFormat = text("disk_format"), text("container_format")
	for _, name := range there.keys {
		begins := func(with string) bool { return strings.HasPrefix(name, with) }
		if slices.ContainsFunc(takenAlong, begins) {
			r.Properties = withProperty(r.Properties, name, there.values[name].text)
		}
	}
}

// readData reads the data of the image of the other region.
func (i *importing) readData(size int64) ([]byte, error) {
	if size > maxFetch {
		return nil, errTooLarge
	}
	data, err := i.askElsewhere("/file")
	if err == nil && int64(len(data)) != size {
		err = errShort
	}
	return data, err
}

// askElsewhere asks the Image service of the other region about the image there, with
// the token of who asked for the import.
func (i *importing) askElsewhere(path string) ([]byte, error) {
	from := i.task.from
	if i.s.options.Endpoint == nil {
		return nil, errNoRegion
	}
	address, known := i.s.options.Endpoint(from.region, from.face)
	if !known {
		return nil, errNoRegion
	}
	ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/v2/images/"+from.image+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Auth-Token", from.token)
	request.Header.Set("Accept", "application/json")
	response, err := nearby().Do(request)
	if err != nil {
		return nil, err
	}
	body, err := found(response, address)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(io.LimitReader(body, maxFetch))
}

// importElsewhere brings in the data of an image of another region. Where the record
// cannot be read there, the real service leaves the mark that data is on its way to
// the stores; it reports whether there is data.
func (i *importing) importElsewhere() bool {
	before := i.s.store.get(i.id)
	size, err := i.readRecord()
	if err != nil {
		i.end(i.task.Stores, nil, internalError, requeue)
		return false
	}
	if i.data, err = i.readData(size); err != nil {
		why := internalError
		if errors.Is(err, errTooLarge) {
			why = err.Error() // no limit of the real service
		}
		i.end(nil, i.task.Stores, why, func(r *Record) {
			requeue(r)
			r.DiskFormat, r.ContainerFormat = before.DiskFormat, before.ContainerFormat
			r.Properties = slices.DeleteFunc(slices.Clone(r.Properties), func(p Property) bool {
				return property(before.Properties, p.Key) < 0 && !strings.HasPrefix(p.Key, reservedPrefix)
			})
			for _, p := range before.Properties {
				if !strings.HasPrefix(p.Key, reservedPrefix) {
					r.Properties = withProperty(r.Properties, p.Key, p.Value)
				}
			}
		})
		return false
	}
	return true
}
