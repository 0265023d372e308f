package plan

import (
	"slices"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
)

// PropertySignature is the first of the properties by which Glance and Nova verify image
// data: the signature itself.
const PropertySignature = "img_signature"

// The others, and what they say of a signature that this program makes.
const (
	propertySignatureHash = "img_signature_hash_method"
	propertySignatureKey  = "img_signature_key_type"
	propertySignatureCert = "img_signature_certificate_uuid"

	signatureHash = "SHA-256"
	signatureKey  = "RSA-PSS"
)

// Signature is what was signed of a file: a base64 text that is good for its bytes
// alone.
type Signature struct {
	Value string
	// Certificate is the id of the certificate that verifies it.
	Certificate string
	// Key is the file of the private key, and Exposed reports whether others than its
	// owner may read it. Both are for the eye alone.
	Key     string
	Exposed bool
}

// fields are the properties of an image whose data is signed.
func (s *Signature) fields() []patch.Field {
	set := func(name, value string) patch.Field { return patch.Field{Name: name, Set: true, Value: value} }
	return []patch.Field{
		set(PropertySignature, s.Value), set(propertySignatureHash, signatureHash),
		set(propertySignatureKey, signatureKey), set(propertySignatureCert, s.Certificate),
	}
}

// patch sets the properties of an image that is there.
func (s *Signature) patch() patch.Patch {
	fields := s.fields()
	all := make(patch.Patch, len(fields))
	for i, field := range fields {
		value, _ := field.Value.(string)
		all[i] = patch.SetProperty(field.Name, value)
	}
	return all
}

// isSignature reports whether a property is one of a signature.
func isSignature(key string) bool {
	return slices.Contains([]string{PropertySignature, propertySignatureHash, propertySignatureKey, propertySignatureCert}, key)
}

// signNew sets the properties of a new image that vouch for its data. What is sent is
// held against them once more, so that no data goes to an image without them.
func (a *Around) signNew(wanted command.Create, made, send *Step) error {
	if a.Signature == nil {
		return nil
	}
	for _, pair := range wanted.Properties {
		if isSignature(pair.Key) {
			return unfit("leave it out", "%s is set by the signature", pair.Key)
		}
	}
	for _, field := range a.Signature.fields() {
		made.setNew(field.Name, field.Value)
	}
	a.sign(send)
	return nil
}

// sign has a step send its data only to an image that has the signature.
func (a *Around) sign(send *Step) {
	send.Shown = append(send.Shown, a.Signature.fields()...)
	send.Data.SignedWith, send.Data.KeyExposed = a.Signature.Key, a.Signature.Exposed
}

// signs puts the properties of a signature before each upload of a plan.
func (a *Around) signs(p *Plan, images []*model.Image) error {
	if a.Signature == nil {
		return nil
	}
	sets, err := update(a.Signature.patch())
	if err != nil {
		return err
	}
	var steps []Step
	for i := range p.Steps {
		send := p.Steps[i]
		at := slices.IndexFunc(images, func(image *model.Image) bool { return image.ID == send.Image })
		first := stepOf(images[at])
		if why := sets(images[at], &first); why == "" {
			steps = append(steps, first)
		}
		a.sign(&send)
		steps = append(steps, send)
	}
	p.Steps = steps
	return nil
}
