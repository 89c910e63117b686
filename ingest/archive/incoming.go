package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
)

// Incoming holds bytes that have arrived whole, as Content that can be read. They become a delivery by Keep, and are
// gone after Close otherwise.
type Incoming struct {
	*Content
	SHA256  string // hexadecimal, lower case
	archive *Archive
	seen    Sighting
}

// Keep makes the bytes a delivery. Those that the archive holds already, undamaged, are not stored again; a new name or
// source is added to their delivery. On return the delivery survives a crash of the machine. The content can be read
// until it is closed.
func (in *Incoming) Keep(ctx context.Context) (Delivery, error) {
	d, err := in.keep(ctx)
	if err != nil {
		return Delivery{}, fmt.Errorf("archiving %s: %w", in.seen.Name, err)
	}
	return d, nil
}

func (in *Incoming) keep(ctx context.Context) (Delivery, error) {
	a := in.archive
	var damaged *DamagedError
	err := a.Verify(ctx, in.SHA256)
	if errors.Is(err, ErrNotFound) || errors.As(err, &damaged) {
		err = in.store(ctx)
	}
	if err != nil {
		return Delivery{}, err
	}
	unlock, err := a.lock(ctx)
	if err != nil {
		return Delivery{}, err
	}
	d, err := in.describe()
	return d, errors.Join(err, unlock())
}

// describe writes the description of the delivery or adds to it. The caller holds the lock.
func (in *Incoming) describe() (Delivery, error) {
	d, err := in.archive.Get(in.SHA256)
	if errors.Is(err, ErrNotFound) {
		d, err = Delivery{SHA256: in.SHA256, Size: in.size}, nil
	}
	if err != nil || d.has(in.seen) {
		return d, err
	}
	d.Sightings = append(slices.Clip(d.Sightings), in.seen)
	return d, in.archive.describe(d)
}

// store puts the bytes to their place, packed where that helps, and removes what lay there in the other form.
func (in *Incoming) store(ctx context.Context) error {
	plain := in.archive.path(in.SHA256)
	from, to, other := in.file, plain, plain+packedSuffix
	packed, err := in.pack(ctx)
	if err != nil {
		return err
	}
	if packed != nil {
		defer os.Remove(packed.Name()) // fails when it has been moved
		defer packed.Close()           // it has been synced
		from, to, other = packed, other, plain
	}
	if err := errors.Join(from.Chmod(0o440), move(from, to)); err != nil {
		return err
	}
	return gone(os.Remove(other))
}
