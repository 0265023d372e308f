package clouds

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// build makes a [Cloud] of a cloud's settings and tells what it lacks.
func (f *found) build(r *resolved) (Cloud, error) {
	c := Cloud{Name: r.name, File: r.file, Region: r.region, Regions: r.regions, Warnings: r.warnings}
	for _, step := range []func(*resolved, *Cloud) error{
		f.buildAuth, f.buildImage, f.buildTLS, buildTimeout, f.checkLogin,
	} {
		if err := step(r, &c); err != nil {
			return Cloud{}, inCloud(err, r.name)
		}
	}
	return c, nil
}

// inCloud names the cloud in an error that does not know it.
func inCloud(err error, name string) error {
	var malformed *MalformedError
	if errors.As(err, &malformed) && malformed.Cloud == "" {
		named := *malformed
		named.Cloud = name
		return &named
	}
	return err
}

// setting returns the text of a setting, with the settings in braces filled in.
func (r *resolved) setting(name string) (string, error) {
	v := r.settings.get(name)
	if v.isNull() {
		return "", nil
	}
	expanded, err := r.expand(v, name)
	if err != nil {
		return "", err
	}
	return expanded.asText(name)
}

// buildAuth fills in the login and the scope.
func (f *found) buildAuth(r *resolved, c *Cloud) error {
	var password, passcode, token, credential string
	for _, field := range []struct {
		name string
		to   *string
	}{
		{"auth_url", &c.AuthURL},
		{"username", &c.Username},
		{"user_id", &c.UserID},
		{"user_domain_id", &c.UserDomainID},
		{"user_domain_name", &c.UserDomainName},
		{"password", &password},
		{"passcode", &passcode},
		{"token", &token},
		{"application_credential_id", &c.ApplicationCredentialID},
		{"application_credential_name", &c.ApplicationCredentialName},
		{"application_credential_secret", &credential},
		{"project_id", &c.ProjectID},
		{"project_name", &c.ProjectName},
		{"project_domain_id", &c.ProjectDomainID},
		{"project_domain_name", &c.ProjectDomainName},
		{"default_domain_id", &c.DefaultDomainID},
		{"default_domain_name", &c.DefaultDomainName},
		{"domain_id", &c.DomainID},
		{"domain_name", &c.DomainName},
		{"system_scope", &c.SystemScope},
		{"trust_id", &c.TrustID},
	} {
		written, err := r.auth.get(field.name).asText(field.name)
		if err != nil {
			return err
		}
		*field.to = written
	}
	c.Passcode = NewSecret(passcode)
	c.Password, c.Token, c.ApplicationCredentialSecret = NewSecret(password), NewSecret(token), NewSecret(credential)
	if c.AuthURL != "" {
		if problem := addressProblem(c.AuthURL); problem != "" {
			return r.auth.get("auth_url").malformed("auth_url "+problem, "write it like https://cloud.example:5000/v3")
		}
	}
	return nil
}

// addressProblem returns what is wrong with the address of a service, or
// nothing.
func addressProblem(address string) string {
	parsed, err := url.Parse(address)
	switch {
	case err != nil:
		return "is no web address"
	case parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "":
		return "must begin with https:// or http:// and a host"
	case parsed.User != nil:
		return "must not hold a user name or a password"
	default:
		return ""
	}
}

// buildImage fills in how the image service is found.
func (f *found) buildImage(r *resolved, c *Cloud) error {
	var endpoint, oldEndpoint, region string
	for _, field := range []struct {
		name string
		to   *string
	}{
		{"image_endpoint_override", &endpoint},
		{"image_endpoint", &oldEndpoint},
		{"image_region_name", &region},
		{"image_api_version", &c.ImageAPIVersion},
		{"image_service_type", &c.ImageServiceType},
		{"image_service_name", &c.ImageServiceName},
	} {
		written, err := r.setting(field.name)
		if err != nil {
			return err
		}
		*field.to = written
	}
	if region != "" {
		c.Region = region
	}
	if c.ImageServiceType == "" {
		c.ImageServiceType = "image"
	}
	from := "image_endpoint_override"
	c.ImageEndpointOverride = endpoint
	if endpoint == "" {
		from, c.ImageEndpointOverride = "image_endpoint", oldEndpoint
	}
	if c.ImageEndpointOverride != "" {
		if problem := addressProblem(c.ImageEndpointOverride); problem != "" {
			return r.settings.get(from).malformed(from+" "+problem, "write it like https://cloud.example/image")
		}
	}
	if number, err := strconv.ParseFloat(c.ImageAPIVersion, 64); err != nil {
		// The SDK takes what is no number for not set, as in `latest`.
		c.ImageAPIVersion = ""
	} else if number < 2 || number >= 3 {
		return &UnsupportedError{
			Cloud: r.name, Setting: "image_api_version", Value: c.ImageAPIVersion,
			Reason: "this program speaks version 2 of the Image API", Advice: "take the setting out, or make it 2",
		}
	}
	if err := buildInterface(r, c); err != nil {
		return err
	}
	return buildBeside(r, c)
}

// buildInterface fills in the kind of endpoint. Of a list the first is taken.
func buildInterface(r *resolved, c *Cloud) error {
	name := "image_interface"
	v := r.settings.get(name)
	if v.isNull() {
		name = "interface"
		v = r.settings.get(name)
	}
	if v != nil && v.kind == list && len(v.items) > 0 {
		c.Warnings = append(c.Warnings, Warning{
			File: v.at.file, Line: v.at.line,
			Problem: fmt.Sprintf("cloud %q lists several interfaces; the first counts", r.name),
		})
		v = v.items[0]
	}
	written, err := v.asText(name)
	if err != nil {
		return err
	}
	switch c.Interface = strings.TrimSuffix(written, "URL"); c.Interface {
	case "":
		c.Interface = "public"
	case "public", "internal", "admin":
	default:
		return v.malformed(name+" must be public, internal or admin", "take it out for public")
	}
	return nil
}

// buildTLS fills in how the service is verified and the client identified.
func (f *found) buildTLS(r *resolved, c *Cloud) error {
	for _, field := range []struct {
		name string
		to   *string
	}{{"cacert", &c.CACert}, {"cert", &c.Cert}, {"key", &c.Key}} {
		written, err := r.setting(field.name)
		if err != nil {
			return err
		}
		*field.to = f.env.expandHome(written)
	}
	if c.Cert == "" {
		c.Key = ""
	}
	verify, err := verification(r, c)
	if err != nil {
		return err
	}
	insecure, err := f.insecure(r, c)
	if err != nil {
		return err
	}
	c.Verify = verify && !insecure
	if c.CACert = f.env.expandHome(c.CACert); !c.Verify && c.CACert != "" {
		c.Warnings = append(c.Warnings, Warning{File: r.file, Line: r.at.at.line, Problem: fmt.Sprintf(
			"cloud %q names a cacert and turns verification off; the service's certificate is not verified", r.name)})
		c.CACert = ""
	}
	return nil
}

// verification reads `verify`: yes or no, also as a text, or the path of a file
// of authorities, which the Python libraries take there.
func verification(r *resolved, c *Cloud) (bool, error) {
	v := r.settings.get("verify")
	switch {
	case v.isNull():
		return true, nil
	case v.kind == boolean:
		return v.truth, nil
	}
	written, err := v.asText("verify")
	if err != nil {
		return false, err
	}
	switch strings.ToLower(written) {
	case "", "true":
		return true, nil
	case "false":
		return false, nil
	}
	if c.CACert == "" {
		c.CACert = written
	}
	return true, nil
}

// insecure reads `insecure`: yes, or the text true, and nothing else.
func (f *found) insecure(r *resolved, c *Cloud) (bool, error) {
	v := r.settings.get("insecure")
	switch {
	case v.isNull():
		return false, nil
	case v.kind == boolean:
		return v.truth, nil
	}
	written, err := v.asText("insecure")
	if err != nil {
		return false, err
	}
	on := strings.EqualFold(written, "true")
	if !on && written != "" && !strings.EqualFold(written, "false") {
		c.Warnings = append(c.Warnings, Warning{File: v.at.file, Line: v.at.line, Problem: fmt.Sprintf(
			"cloud %q: insecure counts only when it is true; the service's certificate is verified", r.name)})
	}
	return on, nil
}

// longestTimeout is more than any request takes, and keeps the number of
// seconds from overflowing.
const longestTimeout = 24 * time.Hour

// buildTimeout fills in the time that a request may take, given in seconds.
func buildTimeout(r *resolved, c *Cloud) error {
	v := r.settings.get("api_timeout")
	written, err := v.asText("api_timeout")
	if err != nil || written == "" {
		return err
	}
	seconds, err := strconv.ParseFloat(written, 64)
	if err != nil || math.IsNaN(seconds) || seconds <= 0 || seconds > longestTimeout.Seconds() {
		return v.malformed("api_timeout is not a number of seconds", "write a number between 0 and 86400, such as 30")
	}
	c.Timeout = time.Duration(seconds * float64(time.Second))
	return nil
}
