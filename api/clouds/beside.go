package clouds

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// Service is what a configuration says of a service beside the image service, as the
// openstack command reads it.
type Service struct {
	// Endpoint takes the place of the catalogue's, %(project_id)s in it that of the
	// project.
	Endpoint string
	// Region is where the catalogue's is, which may be another one than that of the
	// images; empty is any.
	Region string
	// Interface is the kind of the catalogue's, empty that of the images. Type and Name
	// are what it is called there; empty is whatever it is called by default.
	Interface, Type, Name string
}

// projectPart stands in the address of a service for the id of the project.
const projectPart = "%(project_id)s"

// EndpointFor returns the address that takes the place of the catalogue's.
func (s *Service) EndpointFor(project string) string {
	return strings.ReplaceAll(s.Endpoint, projectPart, url.PathEscape(project))
}

// The words with which the settings of a service begin: its type, and other names of it,
// in the order in which the openstack command looks for them.
var (
	computeWords = []string{"compute"}
	storageWords = []string{"block_storage", "volumev3", "volumev2", "volume", "block_store"}
)

// besideSettings are the settings of the services that use images.
func besideSettings() []string {
	keys := []string{"endpoint_override", "endpoint", "region_name", "interface", "service_type", "service_name"}
	words := slices.Concat(computeWords, storageWords)
	names := make([]string, 0, len(words)*len(keys))
	for _, word := range words {
		for _, key := range keys {
			names = append(names, word+"_"+key)
		}
	}
	return names
}

// buildBeside fills in how the services that use images are found.
func buildBeside(r *resolved, c *Cloud) (err error) {
	if c.Compute, err = r.service(computeWords); err == nil {
		c.BlockStorage, err = r.service(storageWords)
	}
	return err
}

// service reads what is said of one service.
func (r *resolved) service(words []string) (s Service, err error) {
	for _, field := range []struct {
		keys []string
		to   *string
	}{
		{[]string{"endpoint_override", "endpoint"}, &s.Endpoint},
		{[]string{"region_name"}, &s.Region},
		{[]string{"interface"}, &s.Interface},
		{[]string{"service_type"}, &s.Type},
		{[]string{"service_name"}, &s.Name},
	} {
		for _, key := range field.keys {
			if *field.to != "" {
				break
			}
			if *field.to, err = r.firstOf(words, key); err != nil {
				return s, err
			}
		}
	}
	s.Interface = strings.TrimSuffix(s.Interface, "URL")
	// What is said of images alone does not hold for another service.
	s.Region = cmp.Or(s.Region, r.region)
	if general := strings.TrimSuffix(r.given("interface"), "URL"); s.Interface == "" && r.given("image_interface") != "" {
		s.Interface = cmp.Or(general, "public")
	}
	return s, nil
}

// firstOf reads a setting of a service by the first of its names that has one. The
// address of a service is checked.
func (r *resolved) firstOf(words []string, key string) (string, error) {
	for _, word := range words {
		name := word + "_" + key
		written, err := r.setting(name)
		if err != nil {
			return "", err
		}
		if written == "" {
			continue
		}
		if problem := addressProblem(strings.ReplaceAll(written, projectPart, "")); strings.HasPrefix(key, "endpoint") && problem != "" {
			return "", r.settings.get(name).malformed(name+" "+problem, "write it like https://cloud.example/"+words[0])
		}
		return written, nil
	}
	return "", nil
}
