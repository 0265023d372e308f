package glance

// Wait returns when nothing is under way any more that goes on after its answer.
func (s *Service) Wait() { s.work.Wait() }
