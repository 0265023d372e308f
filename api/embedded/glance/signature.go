package glance

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"strings"
)

// The properties that vouch for image data. Data is verified where an image has all of
// them, and only then.
const (
	signatureValue = "img_signature"
	signatureHash  = "img_signature_hash_method"
	signatureKey   = "img_signature_key_type"
	signatureCert  = "img_signature_certificate_uuid"
)

// signatureHashes are the hash methods of signatures.
var signatureHashes = map[string]crypto.Hash{
	"SHA-224": crypto.SHA224, "SHA-256": crypto.SHA256, "SHA-384": crypto.SHA384, "SHA-512": crypto.SHA512,
}

// keyRSA is the one key type of certificates that are kept here; of the others the
// service knows the names.
const keyRSA = "RSA-PSS"

var otherKeys = []string{"DSA", "ECC_SECT571K1", "ECC_SECT409K1", "ECC_SECT571R1", "ECC_SECT409R1", "ECC_SECP521R1", "ECC_SECP384R1"}

// verifier holds data against the signature of its image.
type verifier struct {
	key       *rsa.PublicKey
	method    crypto.Hash
	signature []byte
}

// unverified is the refusal of data for the signature of its image.
func unverified(id, reason string) error {
	return badRequest("Signature verification failed for image " + id + ": Signature verification for the image failed: " + reason + ".")
}

// verifierOf returns what verifies the data of an image; nil where it has no signature.
func (s *Service) verifierOf(r *Record) (*verifier, error) {
	of := make(map[string]string, len(r.Properties))
	for _, p := range r.Properties {
		of[p.Key] = p.Value
	}
	for _, key := range []string{signatureValue, signatureHash, signatureKey, signatureCert} {
		if _, has := of[key]; !has {
			return nil, nil //nolint:nilnil // no signature is no fault
		}
	}
	signature, err := decodeLoosely(of[signatureValue])
	if err != nil {
		return nil, unverified(r.ID, "The signature data was not properly encoded using base64")
	}
	method, known := signatureHashes[of[signatureHash]]
	if !known {
		return nil, unverified(r.ID, "Invalid signature hash method: "+of[signatureHash])
	}
	isOther := false
	for _, name := range otherKeys {
		isOther = isOther || of[signatureKey] == name
	}
	if of[signatureKey] != keyRSA && !isOther {
		return nil, unverified(r.ID, "Invalid signature key type: "+of[signatureKey])
	}
	key := s.options.Certificates[of[signatureCert]]
	switch {
	case key == nil:
		return nil, unverified(r.ID, "Unable to retrieve certificate with ID: "+of[signatureCert])
	case isOther:
		return nil, unverified(r.ID, "Invalid public key type for signature key type: "+of[signatureKey])
	}
	return &verifier{key: key, method: method, signature: signature}, nil
}

// decodeLoosely decodes base64 as Python does: what is no letter of it is passed over.
func decodeLoosely(text string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.Map(func(letter rune) rune {
		switch {
		case letter >= 'a' && letter <= 'z', letter >= 'A' && letter <= 'Z', letter >= '0' && letter <= '9',
			strings.ContainsRune("+/=", letter):
			return letter
		}
		return -1
	}, text))
}

// fits reports whether data is what was signed. The salt is as long as the key lets it
// be. A nil verifier takes any data.
func (v *verifier) fits(data []byte) bool {
	if v == nil {
		return true
	}
	sum := map[crypto.Hash]func() hash.Hash{
		crypto.SHA224: sha256.New224, crypto.SHA256: sha256.New, crypto.SHA384: sha512.New384, crypto.SHA512: sha512.New,
	}[v.method]()
	sum.Write(data)
	salt := (v.key.N.BitLen()-1+7)/8 - 2 - v.method.Size()
	return rsa.VerifyPSS(v.key, v.method, sum.Sum(nil), v.signature, &rsa.PSSOptions{SaltLength: salt, Hash: v.method}) == nil
}
