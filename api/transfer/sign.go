package transfer

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// toSign is what is done while a file is read for its signature.
var toSign = text.Of("reading the file to sign it")

// sign reads a whole file and signs it as the image service verifies it. meter is told
// how far it is. The key is forgotten before this returns.
func sign(ctx context.Context, by command.Sign, name string, meter *job.Meter) (*plan.Signature, error) {
	key, exposed, err := readKey(by.Key)
	if err != nil {
		return nil, err
	}
	local, err := OpenLocal(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = local.Close() }()
	meter.Tell(toSign)
	meter.Begin(time.Now(), local.Size, 0)
	sum := sha256.New()
	source := newStream(&counted{ctx: ctx, from: io.LimitReader(local.file, local.Size), meter: meter}, nil)
	readErr, _ := source.passTo(sum, func(int) {}) // writing to a hash never fails
	source.close()
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case readErr != nil:
		return nil, fmt.Errorf("reading %s: %w", name, readErr)
	case local.changed():
		return nil, &Error{reason: name + " was changed while it was signed", advice: "wait until it is complete, and upload it anew"}
	}
	value, err := signed(key, sum.Sum(nil))
	if err != nil {
		return nil, &Error{
			reason: fmt.Sprintf("the key %s does not sign: %v", by.Key, err), advice: "use an RSA key of 2048 bits or more", cause: err,
		}
	}
	return &plan.Signature{
		Value: base64.StdEncoding.EncodeToString(value), Certificate: by.Certificate, Key: by.Key, Exposed: exposed,
	}, nil
}

// signed signs a SHA-256 sum: RSA-PSS, MGF1 with SHA-256, and a salt as long as the key
// lets it be, which is the one that the service expects.
func signed(key *rsa.PrivateKey, sum []byte) ([]byte, error) {
	return rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto, Hash: crypto.SHA256})
}
