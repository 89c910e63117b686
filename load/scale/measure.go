package main

import "context"

func (s *scale) measure(ctx context.Context) ([]result, error) { return nil, nil }
