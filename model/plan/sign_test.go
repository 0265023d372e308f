package plan_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
)

func signature(a *plan.Around) {
	a.Signature = &plan.Signature{Value: "c2ln", Certificate: "7c3b", Key: "/keys/key.pem", Exposed: true}
}

const signedProperties = `"img_signature":"c2ln","img_signature_certificate_uuid":"7c3b","img_signature_hash_method":"SHA-256","img_signature_key_type":"RSA-PSS"`

func TestASignatureStandsBeforeTheData(t *testing.T) {
	t.Parallel()
	p, err := plan.Move(command.Upload{}, []*model.Image{imageOf("a", queued)}, around(signature), nil)
	const want = `PATCH /v2/images/a [{"op":"add","path":"/img_signature","value":"c2ln"},` +
		`{"op":"add","path":"/img_signature_hash_method","value":"SHA-256"},{"op":"add","path":"/img_signature_key_type","value":"RSA-PSS"},` +
		`{"op":"add","path":"/img_signature_certificate_uuid","value":"7c3b"}]; PUT /v2/images/a/file < /data/debian.qcow2`
	if got := strings.ReplaceAll(movedBy(&p, err), "  <", " <"); got != want {
		t.Errorf("to an image that is there: %s", got)
	}
	hidden := imageOf("a", queued)
	hidden.Hidden = true
	p, err = plan.Move(command.Upload{}, []*model.Image{hidden}, around(signature), nil)
	if err != nil || !p.Steps[0].Hidden || !p.Steps[1].Hidden {
		t.Errorf("to an image that is hidden: %+v, %v", p.Steps, err)
	}
	p, err = plan.Move(parsed(t, "create file=x name=new min_disk=10"), nil, around(signature), func() string { return "new" })
	got := movedBy(&p, err)
	if !strings.Contains(got, signedProperties) || !strings.HasSuffix(got, "/v2/images/new/file < /data/debian.qcow2") {
		t.Errorf("of a new image: %s", got)
	}
	for i := range p.Steps {
		if data := p.Steps[i].Data; data != nil && (data.SignedWith != "/keys/key.pem" || !data.KeyExposed) {
			t.Errorf("signed with %+v", data)
		}
	}
	_, err = plan.Move(parsed(t, "create file=x img_signature_key_type=DSA min_disk=10"), nil, around(signature), func() string { return "new" })
	if err == nil || err.Error() != "img_signature_key_type is set by the signature" {
		t.Errorf("two signatures: %v", err)
	}
}

// TestNoDataGoesWithoutItsSignature decides the upload on an image whose signature was
// not set, or is another one.
func TestNoDataGoesWithoutItsSignature(t *testing.T) {
	t.Parallel()
	p, err := plan.Move(command.Upload{}, []*model.Image{imageOf("a", queued)}, around(signature), nil)
	if err != nil || len(p.Steps) != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	sign, send := &p.Steps[0], &p.Steps[1]
	signed, _ := sign.After(imageOf("a", queued))
	if got := send.Reconcile(&signed); got.Decision != plan.Send {
		t.Errorf("signed: %+v", got)
	}
	for name, image := range map[string]*model.Image{
		"not signed": imageOf("a", queued), "signed otherwise": imageOf("a", queued, property(plan.PropertySignature, "b3RoZXI=")),
	} {
		got := send.Reconcile(image)
		if got.Decision != plan.Conflict || got.Conflicts[0].Name != plan.PropertySignature {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
